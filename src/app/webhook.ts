import type { IncomingMessage, ServerResponse } from 'node:http'
import { Webhooks } from '@octokit/webhooks'
import type { Logger as Pino } from 'pino'
import { answer, header, readBody, TooLarge } from './http.ts'
import type { Metrics } from './metrics.ts'

/** Probot's default too. */
export const WEBHOOK_PATH = '/api/github/webhooks'

/** GitHub cuts payloads at 25 MB. */
const LARGEST = 25 * 1024 * 1024

/** What fails is answered and logged by the door itself. */
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** Answers deliveries: size, signature, then the queue. Nothing is parsed, and nothing logged, before the signature holds. */
export class WebhookDoor {
  readonly #verifiers: Webhooks[]
  readonly #events: Webhooks
  readonly #metrics: Metrics
  readonly #log: Pino

  constructor(options: {
    secrets: readonly string[]
    /** Tells what is to be heard, and who hears it. */
    listen: (events: Webhooks) => void
    metrics: Metrics
    log: Pino
  }) {
    this.#verifiers = options.secrets.map((secret) => new Webhooks({ secret }))
    // Not a Probot's: it makes a client of GitHub for each event, 10 ms that nobody here asks for.
    this.#events = new Webhooks({ secret: options.secrets[0] ?? '', log: silent })
    options.listen(this.#events)
    this.#metrics = options.metrics
    this.#log = options.log
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = header(request, 'x-github-delivery')
    const name = header(request, 'x-github-event')
    const signature = header(request, 'x-hub-signature-256')
    const refuse = (status: number, why: string): void => {
      this.#metrics.delivery('unknown', 'refused')
      // What was not read stays unread.
      answer(response, status, `${why}\n`, { headers: { connection: 'close' } })
    }
    if (!id || !name || !signature)
      return refuse(400, 'X-GitHub-Delivery, X-GitHub-Event and X-Hub-Signature-256 are needed')
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
      return refuse(415, 'application/json is needed: set the content type of the webhook')
    }
    let body: string
    try {
      body = (await readBody(request, LARGEST)).toString('utf8')
    } catch (error) {
      if (error instanceof TooLarge) return refuse(413, 'too large')
      // The sender went away.
      return
    }
    const received = performance.now()
    if (!(await this.#isSigned(body, signature))) {
      this.#log.warn({ delivery: id.slice(0, 64) }, 'a delivery with a wrong signature was refused')
      return refuse(401, 'the signature does not match')
    }
    const done = (status: number, result: string): void => {
      this.#metrics.delivery(name, result, (performance.now() - received) / 1000)
      answer(response, status, `${result}\n`)
    }
    try {
      const payload: unknown = JSON.parse(body)
      await this.#events.receive({ id, name, payload } as never)
      done(202, 'accepted')
    } catch (error) {
      // GitHub lists it as failed; the sweep asks for it again.
      this.#log.error({ err: error, delivery: id, event: name }, 'a delivery could not be accepted')
      done(500, 'failed')
    }
  }

  async #isSigned(body: string, signature: string): Promise<boolean> {
    if (!/^sha256=[0-9a-f]{64}$/.test(signature)) return false
    for (const verifier of this.#verifiers) {
      if (await verifier.verify(body, signature)) return true
    }
    return false
  }
}
