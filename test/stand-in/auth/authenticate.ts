import { ApiError, notFound } from '../http/errors.ts'
import type { Actor, Route } from '../http/router.ts'
import { covers } from '../state.ts'
import type { Permissions, Repository, State, Token } from '../state.ts'
import { verifyJwt } from './jwt.ts'

/** Who sent these credentials. Throws 401 for credentials that are wrong; none at all is `nobody`. */
export function authenticate(state: State, authorization: string | undefined): Actor {
  if (authorization === undefined) return { kind: 'nobody' }
  const [scheme = '', credentials = ''] = authorization.split(' ')
  if (/^bearer$/i.test(scheme) && credentials.includes('.')) {
    return { kind: 'app', app: verifyJwt(state, credentials) }
  }
  if (/^(?:bearer|token)$/i.test(scheme)) return installationActor(findToken(state, credentials))
  if (/^basic$/i.test(scheme)) {
    const decoded = Buffer.from(credentials, 'base64').toString()
    return installationActor(findToken(state, decoded.slice(decoded.indexOf(':') + 1)))
  }
  throw new ApiError(401, 'Bad credentials')
}

function findToken(state: State, text: string): Token {
  const token = state.tokens.get(text)
  if (!token || token.expiresAt <= Date.now()) throw new ApiError(401, 'Bad credentials')
  if (token.installation.suspendedAt !== null) {
    throw new ApiError(403, 'This installation has been suspended')
  }
  return token
}

function installationActor(token: Token): Actor {
  return { kind: 'installation', token, installation: token.installation, app: token.installation.app }
}

/** Throws as GitHub does when the actor may not call the route, on this repository if it names one. */
export function authorize(actor: Actor, route: Route, repository: Repository | undefined): void {
  if (route.access === 'anybody') return
  if (route.access === 'app') {
    if (actor.kind !== 'app') throw new ApiError(401, 'A JSON web token could not be decoded')
    return
  }
  if (actor.kind === 'app') {
    throw new ApiError(
      403,
      'You must authenticate with an installation access token in order to access this resource.',
    )
  }
  if (actor.kind === 'nobody') {
    if (repository && !repository.private && route.method === 'GET') return
    throw repository?.private === true ? notFound() : new ApiError(401, 'Requires authentication')
  }
  if (repository && !reaches(actor.token, repository)) {
    // A public repository can be read by everybody; anything else does not exist for this token.
    if (repository.private || route.method !== 'GET') throw notFound()
    return
  }
  if (
    route.permissions.length > 0 &&
    !route.permissions.some((each) => grants(actor.token.permissions, each))
  ) {
    throw new ApiError(403, 'Resource not accessible by integration', {
      headers: { 'x-accepted-github-permissions': route.permissions.map(formatPermissions).join('; ') },
    })
  }
}

export function reaches(token: Token, repository: Repository): boolean {
  return (
    covers(token.installation, repository) &&
    (token.repositoryIds === undefined || token.repositoryIds.has(repository.id))
  )
}

export function grants(held: Permissions, wanted: Permissions): boolean {
  return Object.entries(wanted).every(
    ([name, level]) =>
      name === 'metadata' || held[name] === 'write' || (level === 'read' && held[name] === 'read'),
  )
}

function formatPermissions(permissions: Permissions): string {
  return Object.entries(permissions)
    .map(([name, level]) => `${name}=${level}`)
    .join(',')
}
