import type { IncomingMessage, ServerResponse } from 'node:http'
import { randomHex } from '../auth/keys.ts'
import type { World } from '../world.ts'

const NEW_APP = /^(?:\/settings|\/organizations\/[^/]+\/settings)\/apps\/new$/

/**
 * The page behind the manifest flow: a form posts a manifest, GitHub asks the person (here: agrees at
 * once) and sends the browser back with a code. Whether the request was for such a page.
 */
export async function answerWeb(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
): Promise<boolean> {
  if (request.method !== 'POST' || !NEW_APP.test(path)) return false
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const form = new URLSearchParams(Buffer.concat(chunks).toString())
  let manifest: Record<string, unknown>
  try {
    manifest = JSON.parse(form.get('manifest') ?? '') as Record<string, unknown>
  } catch {
    response.writeHead(422).end('The manifest is not JSON')
    return true
  }
  const back = manifest['redirect_url']
  const hook = manifest['hook_attributes'] as { url?: unknown } | undefined
  if (
    typeof back !== 'string' ||
    typeof manifest['url'] !== 'string' ||
    (hook && typeof hook.url !== 'string')
  ) {
    response.writeHead(422).end('The manifest needs url, redirect_url and, with hook_attributes, its url')
    return true
  }
  const code = randomHex(20)
  world.state.manifests.set(code, manifest)
  const target = new URL(back)
  target.searchParams.set('code', code)
  const state = new URLSearchParams(query).get('state') ?? form.get('state')
  if (state !== null) target.searchParams.set('state', state)
  response.writeHead(302, { location: target.toString() }).end()
  return true
}
