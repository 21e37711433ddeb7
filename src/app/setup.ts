import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger as Pino } from 'pino'
import { convertManifestCode } from '../github/index.ts'
import { writeEnvFile } from './env-file.ts'
import { type Environment, readSetupSettings } from './env.ts'
import { answer, header, securityHeaders } from './http.ts'
import { listenOn } from './listen.ts'
import { manifestFor } from './manifest.ts'
import { formPage, messagePage } from './setup-pages.ts'
import { WEBHOOK_PATH } from './webhook.ts'

export interface SetupServer {
  /** The address to open; it carries a token, so that a stranger who finds the port cannot set the app up. */
  url: string
  /** Resolves when the credentials are written. */
  done: Promise<void>
  close(): Promise<void>
}

/**
 * The set-up page: GitHub's manifest flow. The person confirms the app on GitHub, which sends them back with
 * a code; the code becomes the credentials, which are written to `envFile` and shown to nobody.
 */
export async function startSetup(options: {
  env: Environment
  envFile: string
  log: Pino
}): Promise<SetupServer> {
  const { env, envFile, log } = options
  const settings = readSetupSettings(env)
  const token = randomBytes(24).toString('base64url')
  const state = randomBytes(24).toString('base64url')
  const done = Promise.withResolvers<void>()
  let used = false

  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'set-up failed')
      show(
        response,
        502,
        messagePage(
          'GitHub did not hand over the credentials',
          'The log says why. Open the set-up address again.',
        ),
      )
    })
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://setup.invalid')
    if (url.pathname === '/healthz') return answer(response, 200, 'ok\n')
    if (request.method !== 'GET') return answer(response, 503, 'the app is not set up yet\n')
    if (url.pathname === '/setup/callback') return callback(url, response)
    if (url.pathname !== '/') return answer(response, 404, 'not found\n')
    if (!same(url.searchParams.get('token'), token)) {
      return show(
        response,
        403,
        messagePage('Not set up yet', 'Open the whole address that the app printed when it started.'),
      )
    }
    const publicUrl = settings.publicUrl ?? originOf(request)
    const action = `${webUrl(settings.apiUrl)}/settings/apps/new?state=${state}`
    const page = formPage({
      action,
      manifest: JSON.stringify(manifestFor(publicUrl, WEBHOOK_PATH)),
      publicUrl,
    })
    response.setHeader(
      'content-security-policy',
      securityHeaders(new URL(action).origin)['content-security-policy'] ?? '',
    )
    show(response, 200, page)
  }

  async function callback(url: URL, response: ServerResponse): Promise<void> {
    const code = url.searchParams.get('code') ?? ''
    if (used || !same(url.searchParams.get('state'), state) || !/^[\w-]{1,100}$/.test(code)) {
      return show(response, 400, messagePage('This link is not valid', 'Open the set-up address again.'))
    }
    used = true
    try {
      const app = await convertManifestCode(settings.apiUrl, code)
      await writeEnvFile(envFile, {
        APP_ID: String(app.id),
        PRIVATE_KEY: app.pem,
        WEBHOOK_SECRET: app.webhookSecret,
        ...(settings.publicUrl && { PUBLIC_URL: settings.publicUrl }),
      })
      log.info({ appId: app.id, slug: app.slug }, `credentials written to ${envFile}`)
      response.writeHead(303, { ...securityHeaders(), location: `${app.htmlUrl}/installations/new` })
      response.end()
      done.resolve()
    } catch (error) {
      used = false
      throw error
    }
  }

  await listenOn(server, settings)
  const { port } = server.address() as AddressInfo
  return {
    url: `${settings.publicUrl ?? `http://localhost:${port}`}/?token=${token}`,
    done: done.promise,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
      }),
  }
}

/** Where people sign in, from the API's address. */
function webUrl(apiUrl: string): string {
  const url = new URL(apiUrl)
  if (url.hostname === 'api.github.com') return 'https://github.com'
  return `${url.origin}${url.pathname.replace(/\/api\/v3$/, '').replace(/\/$/, '')}`
}

/** The address the person used, where PUBLIC_URL does not say it. */
function originOf(request: IncomingMessage): string {
  const host = header(request, 'host') ?? 'localhost'
  return new URL(`http://${/^[\w.:[\]-]+$/.test(host) ? host : 'localhost'}`).origin
}

function same(given: string | null, expected: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Keeps a policy that was set before: the form may post to GitHub. */
function show(response: ServerResponse, status: number, html: string): void {
  const policy = response.getHeader('content-security-policy')
  answer(response, status, html, {
    type: 'text/html; charset=utf-8',
    headers: {
      'cache-control': 'no-store',
      ...(typeof policy === 'string' && { 'content-security-policy': policy }),
    },
  })
}
