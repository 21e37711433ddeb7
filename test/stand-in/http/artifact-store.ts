import type { IncomingMessage, ServerResponse } from 'node:http'
import type { World } from '../world.ts'

/**
 * The store behind GitHub's artifacts: a signed address is all it takes. Credentials of GitHub have no business here, and
 * the real one (Azure) refuses a request that brings some. Whether the request was for it.
 */
export function answerArtifactStore(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): boolean {
  const secret = /^\/artifact-store\/(\w+)$/.exec(path)?.[1]
  if (secret === undefined) return false
  const artifact = world.state.artifacts.find((each) => each.secret === secret)
  if (request.headers.authorization !== undefined) response.writeHead(403).end()
  else if (!artifact) response.writeHead(404).end()
  else response.writeHead(200, { 'content-type': 'application/zip' }).end(artifact.content)
  return true
}
