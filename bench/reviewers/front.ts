import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a tool asked GitHub for: `POST /repos/…`. */
export interface Front extends AsyncDisposable {
  url: string
  asked: string[]
}

/**
 * Before the stand-in for one tool: counts what it asks, whatever the answer, and answers the little that the
 * stand-in lacks because the app has no use for them.
 */
export async function startFront(apiUrl: string, answers: (path: string) => unknown): Promise<Front> {
  const asked: string[] = []
  const server: Server = createServer((incoming, outgoing) => {
    void (async () => {
      const path = (incoming.url ?? '/').replace(/^\/api\/v3/, '')
      asked.push(`${incoming.method} ${path}`)
      const chunks: Buffer[] = []
      for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
      const known = answers(path)
      if (known !== undefined) {
        outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(known))
        return
      }
      const { authorization = '', accept = '*/*' } = incoming.headers
      const answer = await fetch(`${apiUrl}${path}`, {
        method: incoming.method ?? 'GET',
        headers: { authorization, accept, 'content-type': 'application/json' },
        ...(chunks.length > 0 && {
          body: await withLines(Buffer.concat(chunks), path, authorization, apiUrl),
        }),
      })
      const type = answer.headers.get('content-type') ?? 'application/json'
      if (process.env['VERBOSE']) process.stderr.write(`${answer.status} ${asked.at(-1)}\n`)
      const said = await answer.text()
      if (process.env['VERBOSE'] && answer.status >= 400)
        process.stderr.write(`${Buffer.concat(chunks).toString().slice(0, 600)}\n${said}\n`)
      outgoing.writeHead(answer.status, { 'content-type': type }).end(said)
    })().catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

interface OldComment {
  path: string
  body: string
  position?: number
}

/**
 * GitHub still takes the old `position` of a review comment, the number of its line in the file's patch; the stand-in only
 * knows lines.
 */
async function withLines(body: Buffer, path: string, authorization: string, apiUrl: string): Promise<string> {
  const text = body.toString()
  if (!path.endsWith('/reviews')) return text
  const review = JSON.parse(text) as { comments?: OldComment[] }
  if (!review.comments?.some(({ position }) => position !== undefined)) return text
  const answer = await fetch(`${apiUrl}${path.replace(/reviews$/, 'files')}?per_page=100`, {
    headers: { authorization },
  })
  const files = (await answer.json()) as { filename: string; patch?: string }[]
  const comments = review.comments.map(({ path: file, body: words, position = 0 }) => {
    const patch = files.find(({ filename }) => filename === file)?.patch ?? ''
    return { path: file, body: words, line: lineAt(patch, position), side: 'RIGHT' }
  })
  return JSON.stringify({ ...review, comments })
}

function lineAt(patch: string, position: number): number {
  let line = 0
  for (const [index, text] of patch.split('\n').entries()) {
    const hunk = /^@@ -\S+ \+(\d+)/.exec(text)
    if (hunk) line = Number(hunk[1]) - 1
    else if (!text.startsWith('-')) line += 1
    if (index === position) break
  }
  return line
}
