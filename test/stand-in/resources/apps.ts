import { newKeyPair, randomHex } from '../auth/keys.ts'
import { ApiError, notFound } from '../http/errors.ts'
import { page } from '../http/pagination.ts'
import { repositoryOf, route } from '../http/router.ts'
import type { Call, Route } from '../http/router.ts'
import { installationShape } from '../shapes/installation.ts'
import { repositoryShape } from '../shapes/repository.ts'
import { appShape } from '../shapes/user.ts'
import { covers, timestamp } from '../state.ts'
import type { App, Installation, Permissions, Token } from '../state.ts'
import { grants } from '../auth/authenticate.ts'
import { found } from '../world.ts'
import type { World } from '../world.ts'

const TOKEN_LIFE = 3_600_000

function callingApp(call: Call): App {
  if (call.actor.kind === 'nobody') throw notFound()
  return call.actor.app
}

function callingToken(call: Call): Token {
  if (call.actor.kind !== 'installation') throw notFound()
  return call.actor.token
}

function ownInstallation(call: Call): Installation {
  const installation = found(call.world.state.installations.get(Number(call.params['installation_id'])))
  return found(installation.app === callingApp(call) ? installation : undefined)
}

export const appRoutes: Route[] = [
  route('GET /app', { access: 'app' }, (call) => {
    const app = callingApp(call)
    const count = [...call.world.state.installations.values()].filter((each) => each.app === app).length
    return { status: 200, body: { ...appShape(call.world, app), installations_count: count } }
  }),

  route('GET /app/installations', { access: 'app' }, (call) => {
    const app = callingApp(call)
    const mine = [...call.world.state.installations.values()].filter((each) => each.app === app)
    return page(
      call,
      '/app/installations',
      mine.map((each) => installationShape(call.world, each)),
    )
  }),

  route('GET /app/installations/{installation_id}', { access: 'app' }, (call) => ({
    status: 200,
    body: installationShape(call.world, ownInstallation(call)),
  })),

  route('GET /repos/{owner}/{repo}/installation', { access: 'app' }, (call) => {
    const repository = repositoryOf(call)
    const app = callingApp(call)
    const installation = call.world.state.installationsOf(repository).find((each) => each.app === app)
    return { status: 200, body: installationShape(call.world, found(installation)) }
  }),

  route('POST /app/installations/{installation_id}/access_tokens', { access: 'app' }, (call) => {
    const installation = ownInstallation(call)
    if (installation.suspendedAt !== null) throw new ApiError(403, 'This installation has been suspended')
    const token = newToken(call.world, installation, call.body)
    return {
      status: 201,
      body: {
        token: token.token,
        expires_at: timestamp(token.expiresAt),
        permissions: token.permissions,
        repository_selection: installation.repositoryIds === 'all' ? 'all' : 'selected',
      },
    }
  }),

  route('GET /installation/repositories', {}, (call) => {
    const token = callingToken(call)
    const repositories = [...call.world.state.repositories.values()]
      .filter((each) => covers(token.installation, each))
      .filter((each) => token.repositoryIds === undefined || token.repositoryIds.has(each.id))
    const shapes = repositories.map((each) => repositoryShape(call.world, each))
    return page(call, '/installation/repositories', shapes, (list) => ({
      total_count: repositories.length,
      repositories: list,
    }))
  }),

  route('POST /app-manifests/{code}/conversions', { access: 'anybody' }, (call) => {
    const code = call.params['code'] ?? ''
    const manifest = found(call.world.state.manifests.get(code))
    // A code works once.
    call.world.state.manifests.delete(code)
    const app = appOfManifest(call.world, manifest)
    const secrets = {
      client_id: app.clientId,
      client_secret: app.clientSecret,
      webhook_secret: app.webhookSecret,
      pem: app.privateKey,
    }
    return { status: 201, body: { ...appShape(call.world, app), ...secrets } }
  }),
]

/** What is remembered of a new app. */
export function addApp(
  world: Pick<World, 'state'>,
  app: {
    name: string
    owner: string
    permissions: Permissions
    events: string[]
    webhookUrl?: string | undefined
    webhookSecret?: string
    id?: number
  },
): App {
  const { state } = world
  const slug = app.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  const id = app.id ?? state.nextId()
  const added: App = {
    id,
    clientId: `Iv1.${randomHex(8)}`,
    clientSecret: randomHex(20),
    slug,
    name: app.name,
    owner: state.user(app.owner, 'Organization'),
    bot: state.user(`${slug}[bot]`, 'Bot'),
    ...newKeyPair(),
    webhookSecret: app.webhookSecret ?? randomHex(20),
    webhookUrl: app.webhookUrl,
    permissions: app.permissions,
    events: app.events,
    createdAt: timestamp(),
  }
  state.apps.set(id, added)
  return added
}

function appOfManifest(world: World, manifest: Record<string, unknown>): App {
  const hook = manifest['hook_attributes'] as { url?: string } | undefined
  return addApp(world, {
    name: typeof manifest['name'] === 'string' ? manifest['name'] : 'unnamed',
    owner: 'acme',
    permissions: (manifest['default_permissions'] ?? {}) as Permissions,
    events: (manifest['default_events'] ?? []) as string[],
    webhookUrl: hook?.url,
  })
}

function newToken(world: World, installation: Installation, body: Record<string, unknown>): Token {
  const permissions = (body['permissions'] ?? installation.permissions) as Permissions
  if (!grants(installation.permissions, permissions)) {
    throw new ApiError(422, 'The permissions requested are not granted to this installation.')
  }
  const own = [...world.state.repositories.values()].filter((each) => covers(installation, each))
  const names = body['repositories'] as string[] | undefined
  const ids = body['repository_ids'] as number[] | undefined
  const chosen = own.filter((each) => names?.includes(each.name) === true || ids?.includes(each.id) === true)
  if (chosen.length < new Set([...(names ?? []), ...(ids ?? [])]).size) {
    throw new ApiError(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    )
  }
  const token: Token = {
    token: `ghs_${randomHex(18)}`,
    installation,
    expiresAt: Date.now() + TOKEN_LIFE,
    permissions: { metadata: 'read', ...permissions },
    repositoryIds: names || ids ? new Set(chosen.map((each) => each.id)) : undefined,
  }
  world.state.tokens.set(token.token, token)
  return token
}
