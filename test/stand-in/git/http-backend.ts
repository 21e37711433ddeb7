import { spawn } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gitEnvironment } from './run.ts'

/**
 * Serves one smart-HTTP request by `git http-backend` (CGI). `directory` is the bare repository, `rest`
 * what follows it in the path (`/info/refs`). Resolves with the status once the answer is through.
 */
export async function serveGit(
  request: IncomingMessage,
  response: ServerResponse,
  directory: string,
  rest: string,
  query: string,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const header = (name: string) => String(request.headers[name] ?? '')
  const child = spawn('git', ['http-backend'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...gitEnvironment,
      GIT_PROJECT_ROOT: directory,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: rest,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: header('content-type'),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      GIT_PROTOCOL: header('git-protocol'),
      REMOTE_ADDR: '127.0.0.1',
      ...(request.headers['content-length'] === undefined
        ? {}
        : { CONTENT_LENGTH: header('content-length') }),
    },
  })
  let head: Buffer | undefined = Buffer.alloc(0)
  child.stdin.on('error', () => {})
  request.pipe(child.stdin)
  child.stderr.resume()
  child.stdout.on('data', (chunk: Buffer) => {
    if (head === undefined) {
      if (!response.write(chunk)) {
        child.stdout.pause()
        response.once('drain', () => child.stdout.resume())
      }
      return
    }
    head = Buffer.concat([head, chunk])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) return
    const status = writeHead(response, head.subarray(0, end).toString())
    response.statusCode = status
    if (head.length > end + 4) response.write(head.subarray(end + 4))
    head = undefined
  })
  response.on('close', () => {
    child.kill()
    resolve(response.statusCode)
  })
  child.on('error', reject)
  child.stdout.on('end', () => {
    if (head !== undefined) response.statusCode = 500
    response.end()
  })
  return promise
}

function writeHead(response: ServerResponse, head: string): number {
  let status = 200
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    if (name === 'status') status = Number.parseInt(value, 10)
    else response.setHeader(name, value)
  }
  return status
}
