import { spawn } from 'node:child_process'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGunzip } from 'node:zlib'
import { gitEnvironment } from '../../src/changeset/git-environment.ts'

/** `git http-backend` over a folder of bare repositories. It keeps every request, and can be told to refuse. */
export class GitServer implements AsyncDisposable {
  readonly requests: string[] = []
  readonly authorizations: (string | undefined)[] = []
  /** Where it answers a status, the backend is not asked. */
  refuse: ((request: IncomingMessage) => number | 'hang-up' | 'never-answer' | undefined) | undefined
  /** Milliseconds to wait after each piece of an answer. */
  pauseMs = 0
  /** Whether protocol version 2, in which every object may be asked for by id, is understood. */
  version2 = true
  readonly #server: Server
  readonly #folder: string
  readonly #config: Record<string, string>

  private constructor(folder: string, config: Record<string, string>) {
    this.#folder = folder
    this.#config = config
    this.#server = createServer((request, response) => this.#answer(request, response))
  }

  static async start(folder: string, config: Record<string, string> = {}): Promise<GitServer> {
    const server = new GitServer(folder, {
      'uploadpack.allowFilter': 'true',
      'uploadpack.allowAnySHA1InWant': 'true',
      ...config,
    })
    await new Promise<void>((resolve) => {
      server.#server.listen(0, '127.0.0.1', resolve)
    })
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url)
    this.requests.push(`${request.method} ${url.pathname}${url.search}`)
    this.authorizations.push(request.headers.authorization)
    const refusal = this.refuse?.(request)
    if (refusal === 'hang-up') return void request.socket.destroy()
    if (refusal === 'never-answer') return
    if (refusal !== undefined) return void response.writeHead(refusal).end()
    const backend = spawn('git', ['http-backend'], {
      env: {
        ...gitEnvironment(this.#config),
        GIT_PROJECT_ROOT: this.#folder,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: url.pathname,
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        GIT_PROTOCOL: this.version2 ? String(request.headers['git-protocol'] ?? '') : '',
        REMOTE_ADDR: '127.0.0.1',
      },
    })
    const body = request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request
    backend.stdin.on('error', () => undefined)
    body.pipe(backend.stdin)
    let head: Buffer | undefined = Buffer.alloc(0)
    backend.stdout.on('data', (chunk: Buffer) => {
      if (head) head = passOn(Buffer.concat([head, chunk]), response)
      else response.write(chunk)
      if (this.pauseMs === 0) return
      backend.stdout.pause()
      setTimeout(() => backend.stdout.resume(), this.pauseMs)
    })
    backend.once('close', () => response.end())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => {
      this.#server.close(resolve)
    })
  }
}

/** Writes what a CGI program printed once its header is whole; until then, answers what there is of it. */
function passOn(printed: Buffer, response: ServerResponse): Buffer | undefined {
  const end = printed.indexOf('\r\n\r\n')
  if (end === -1) return printed
  for (const line of printed.subarray(0, end).toString('latin1').split('\r\n')) {
    const [name = '', value = ''] = line.split(': ')
    if (name === 'Status') response.statusCode = Number.parseInt(value, 10)
    else response.setHeader(name, value)
  }
  response.write(printed.subarray(end + 4))
  return undefined
}
