import type { IncomingMessage, ServerResponse } from 'node:http'

/** A body that is larger than what is allowed. */
export class TooLarge extends Error {
  override name = 'TooLarge'
}

const CSP =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'"

/** Headers of every answer. `formAction` is where a page's form may post. */
export function securityHeaders(formAction = "'none'"): Record<string, string> {
  return {
    'content-security-policy': `${CSP}; form-action ${formAction}`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'strict-transport-security': 'max-age=31536000',
  }
}

export function answer(
  response: ServerResponse,
  status: number,
  body: string,
  options: { type?: string; headers?: Record<string, string> } = {},
): void {
  const type = options.type ?? 'text/plain; charset=utf-8'
  response.writeHead(status, {
    ...securityHeaders(),
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    ...options.headers,
  })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

/**
 * The whole body.
 * @throws TooLarge beyond `limit` bytes, whatever the declared length says.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new TooLarge('body too large')
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > limit) throw new TooLarge('body too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** A value of a header that stands once. */
export function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}
