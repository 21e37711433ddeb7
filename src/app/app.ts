import type { Webhooks } from '@octokit/webhooks'
import type { ApplicationFunction } from 'probot'
import { readSettings } from './env.ts'
import { EVENTS } from './events.ts'
import { forLibraries, makeLog } from './log.ts'
import { type Runtime, startRuntime } from './runtime.ts'

/** Hands the events of a Probot, or of our own door, to a running review service. A handler only enqueues. */
export function listen(events: Pick<Webhooks, 'on'>, runtime: Pick<Runtime, 'accept'>): void {
  events.on([...EVENTS], async ({ id, name, payload }) => {
    await runtime.accept({ id, name, payload })
  })
}

/**
 * The app as Probot loads it: `probot run ./dist/src/app/app.js`. It reads the same environment as the project's own
 * server, which adds a second secret for rotation, pages, metrics and the set-up (`npm start`).
 */
const app: ApplicationFunction = async (probot) => {
  const settings = readSettings(process.env)
  const log = makeLog(settings.logLevel)
  const runtime = await startRuntime(settings, forLibraries(log))
  listen(probot, runtime)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void runtime.close())
  }
}

export default app
