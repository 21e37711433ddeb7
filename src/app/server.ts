import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger as Pino } from 'pino'
import { listen } from './app.ts'
import { type Environment, readSettings, type Settings } from './env.ts'
import { answer } from './http.ts'
import { listenOn } from './listen.ts'
import { makeLog } from './log.ts'
import { pageAt } from './pages.ts'
import { type Runtime, type RuntimeOptions, startRuntime } from './runtime.ts'
import { WEBHOOK_PATH, WebhookDoor } from './webhook.ts'

export interface RunningServer {
  /** `http://127.0.0.1:3000`, with the port that was really taken. */
  url: string
  /** Where GitHub sends events. */
  webhookUrl: string
  /** Resolves when every accepted event is answered and nothing runs. */
  idle(): Promise<void>
  /** Takes no more events, lets running reviews end within their limit, gives up the data folder. */
  close(): Promise<void>
}

export interface ServerOptions {
  /** Instead of `process.env`. */
  env?: Environment
  log?: Pino
  runtime?: RuntimeOptions
}

/**
 * Starts the app behind its own HTTP server.
 * @throws UserError naming what is missing or wrong and what to do.
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const settings = readSettings(options.env ?? process.env)
  const log = options.log ?? makeLog(settings.logLevel)
  const runtime = await startRuntime(settings, log, options.runtime)
  let server: Server
  try {
    server = await openDoor(settings, runtime, log)
  } catch (error) {
    await runtime.close()
    throw error
  }
  const { port } = server.address() as AddressInfo
  const host = ['0.0.0.0', '::'].includes(settings.host) ? '127.0.0.1' : settings.host
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  log.info({ url, database: settings.databaseUrl ? 'postgres' : settings.dataDir }, 'listening')
  let closing: Promise<void> | undefined
  return {
    url,
    webhookUrl: `${url}${WEBHOOK_PATH}`,
    idle: async () => {
      while (!(await runtime.isIdle())) await sleep(20)
    },
    close: () => (closing ??= close(server, runtime)),
  }
}

async function openDoor(settings: Settings, runtime: Runtime, log: Pino): Promise<Server> {
  const door = new WebhookDoor({
    secrets: settings.webhookSecrets,
    listen: (events) => listen(events, runtime),
    metrics: runtime.metrics,
    log,
  })
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 60_000 }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      log.error({ err: error, path: pathOf(request) }, 'a request failed')
      if (!response.headersSent) answer(response, 500, 'internal error\n')
      else response.destroy()
    })
  })
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request)
    if (request.method === 'POST') {
      // The manifest names the long path; people who type the address by hand leave it out.
      if (path === WEBHOOK_PATH || path === '/') return door.handle(request, response)
      return answer(response, 404, 'not found\n')
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return answer(response, 405, 'GET or POST\n', { headers: { allow: 'GET, HEAD, POST' } })
    }
    if (path === '/healthz') return answer(response, 200, 'ok\n')
    if (path === '/readyz') {
      const ready = await runtime.isReady()
      return answer(response, ready ? 200 : 503, ready ? 'ready\n' : 'the database does not answer\n')
    }
    if (path === '/metrics') {
      const { registry } = runtime.metrics
      return answer(response, 200, await registry.metrics(), { type: registry.contentType })
    }
    const page = pageAt(path)
    if (page === undefined) return answer(response, 404, 'not found\n')
    answer(response, 200, page, { type: 'text/html; charset=utf-8' })
  }
  await listenOn(server, settings)
  return server
}

async function close(server: Server, runtime: Runtime): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  server.closeIdleConnections()
  await runtime.close()
  server.closeAllConnections()
  await closed
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/'
}
