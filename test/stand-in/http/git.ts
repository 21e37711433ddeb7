import type { IncomingMessage, ServerResponse } from 'node:http'
import { authenticate, grants, reaches } from '../auth/authenticate.ts'
import { serveGit } from '../git/http-backend.ts'
import type { World } from '../world.ts'
import { ApiError } from './errors.ts'
import type { RecordedRequest } from './record.ts'

const PATH = /^\/([^/]+)\/([^/]+)\.git(\/.*)$/

export function isGitPath(path: string): boolean {
  return PATH.test(path)
}

/** Serves one request of a git client, or answers in plain text as GitHub does. */
export async function answerGit(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
  record: RecordedRequest,
): Promise<void> {
  try {
    const [, owner = '', name = '', rest = ''] = PATH.exec(path) ?? []
    const directory = permit(world, request, { owner, name, rest, query }, record)
    record.status = await serveGit(request, response, directory, rest, query)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    request.resume()
    const challenge = error.status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {}
    response.writeHead(error.status, { 'content-type': 'text/plain', ...challenge })
    response.end(error.message)
    record.status = error.status
  }
}

/** The directory to serve. Throws 401 without or with bad credentials, 403 without permission, 404. */
function permit(
  world: World,
  request: IncomingMessage,
  wanted: { owner: string; name: string; rest: string; query: string },
  record: RecordedRequest,
): string {
  const actor = authenticate(world.state, request.headers.authorization)
  const repository = world.state.findRepository(wanted.owner, wanted.name)
  if (actor.kind === 'installation') record.installation = actor.installation.id
  if (wanted.rest.endsWith('git-receive-pack') || wanted.query.includes('git-receive-pack')) {
    throw new ApiError(403, 'Write access to repository not granted.')
  }
  if (actor.kind === 'installation') {
    if (!repository) throw new ApiError(404, 'Repository not found.')
    if (!repository.private) return repository.git.directory
    if (!reaches(actor.token, repository)) throw new ApiError(404, 'Repository not found.')
    if (!grants(actor.token.permissions, { contents: 'read' })) {
      throw new ApiError(403, 'Resource not accessible by integration')
    }
    return repository.git.directory
  }
  // Without credentials a private repository cannot be told from one that does not exist.
  if (!repository || repository.private) throw new ApiError(401, 'Repository not found.')
  return repository.git.directory
}
