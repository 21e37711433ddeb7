import { createHmac, randomUUID } from 'node:crypto'
import { checkWebhook } from '../contract/contract.ts'
import type { Violation } from '../contract/contract.ts'
import { timestamp } from '../state.ts'
import type { App, Delivery, State } from '../state.ts'

/**
 * How deliveries travel. `deliver`: at once; `duplicate`: each twice with the same id; `drop`: never, and
 * recorded as failed; `hold`: when `release()` is called; `reorder`: each after the one that follows it.
 */
export type WebhookMode = 'deliver' | 'duplicate' | 'drop' | 'hold' | 'reorder'

export interface WebhookEvent {
  event: string
  action: string | null
  installationId: number | null
  repositoryId: number | null
  payload: Record<string, unknown>
}

/** GitHub gives a receiver ten seconds. */
const PATIENCE = 10_000

/** These are sent without being subscribed to. */
const ALWAYS = new Set(['installation', 'installation_repositories', 'ping'])

/** Signs and sends webhooks, and remembers how each went. */
export class Webhooks {
  mode: WebhookMode = 'deliver'
  readonly #state: State
  readonly #violations: Violation[]
  #held: Delivery[] = []
  readonly #running = new Set<Promise<unknown>>()

  constructor(state: State, violations: Violation[]) {
    this.#state = state
    this.#violations = violations
  }

  /** Deliveries that wait for `release()`. */
  get held(): readonly Delivery[] {
    return this.#held
  }

  /** Sends an event to an app that subscribes to it; resolves when the receiver has answered (or failed to). */
  async send(app: App, event: WebhookEvent): Promise<void> {
    if (!subscribes(app, event)) return
    const problems = checkWebhook(event.event, event.action, JSON.parse(JSON.stringify(event.payload)))
    if (problems.length > 0) {
      const where = [event.event, event.action].filter(Boolean).join('.')
      this.#violations.push({ kind: 'webhook', where, problems })
    }
    await this.track(this.#pass(this.#record(app, { ...event, guid: randomUUID(), redelivery: false })))
  }

  /** The same event once more, as asked for over the API: a new id, the same guid. */
  redeliver(delivery: Delivery): void {
    const again = this.#record(delivery.app, { ...delivery, redelivery: true })
    void this.track(this.#transmit(again))
  }

  /** Sends what is held, in the order given (default: as it happened). */
  async release(order: (held: Delivery[]) => Delivery[] = (held) => held): Promise<void> {
    const held = order(this.#held)
    this.#held = []
    for (const delivery of held) await this.track(this.#transmit(delivery))
  }

  /** Resolves when nothing is on its way. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running)
  }

  async #pass(delivery: Delivery): Promise<void> {
    switch (this.mode) {
      case 'deliver':
        return this.#transmit(delivery)
      case 'duplicate':
        await this.#transmit(delivery)
        return this.#transmit(delivery)
      case 'drop':
        delivery.status = 'failed to connect to host'
        return
      case 'hold':
        this.#held.push(delivery)
        return
      case 'reorder': {
        const earlier = this.#held
        this.#held = earlier.length > 0 ? [] : [delivery]
        if (earlier.length > 0) for (const each of [delivery, ...earlier]) await this.#transmit(each)
      }
    }
  }

  #record(app: App, event: WebhookEvent & { guid: string; redelivery: boolean }): Delivery {
    const { event: name, action, installationId, repositoryId, payload, guid, redelivery } = event
    const delivery: Delivery = {
      id: this.#state.nextId(),
      guid,
      app,
      event: name,
      action,
      installationId,
      repositoryId,
      payload,
      deliveredAt: timestamp(),
      redelivery,
      duration: 0,
      status: 'pending',
      statusCode: 0,
      requestHeaders: {},
      responseHeaders: {},
      responseBody: '',
    }
    this.#state.deliveries.push(delivery)
    return delivery
  }

  async #transmit(delivery: Delivery): Promise<void> {
    const { app } = delivery
    const body = JSON.stringify(delivery.payload)
    delivery.deliveredAt = timestamp()
    delivery.requestHeaders = {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/0000000',
      accept: '*/*',
      'x-github-delivery': delivery.guid,
      'x-github-event': delivery.event,
      'x-github-hook-id': String(app.id),
      'x-github-hook-installation-target-id': String(app.id),
      'x-github-hook-installation-target-type': 'integration',
      'x-hub-signature': `sha1=${sign('sha1', app.webhookSecret, body)}`,
      'x-hub-signature-256': `sha256=${sign('sha256', app.webhookSecret, body)}`,
    }
    if (app.webhookUrl === undefined) {
      delivery.status = 'no webhook URL'
      return
    }
    const start = performance.now()
    try {
      const response = await fetch(app.webhookUrl, {
        method: 'POST',
        headers: delivery.requestHeaders,
        body,
        signal: AbortSignal.timeout(PATIENCE),
        redirect: 'manual',
      })
      delivery.statusCode = response.status
      delivery.status = response.ok ? 'OK' : `Invalid HTTP Response: ${response.status}`
      delivery.responseHeaders = Object.fromEntries(response.headers) as Record<string, string>
      delivery.responseBody = (await response.text()).slice(0, 10_000)
    } catch (error) {
      delivery.statusCode = 0
      delivery.status =
        error instanceof Error && error.name === 'TimeoutError' ? 'timed out' : 'failed to connect to host'
    }
    delivery.duration = Math.round(performance.now() - start) / 1000
  }

  /** Counts as being on its way until it is settled. */
  track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work)
    void Promise.allSettled([work]).then(() => this.#running.delete(work))
    return work
  }
}

function subscribes(app: App, event: WebhookEvent): boolean {
  return ALWAYS.has(event.event) || app.events.includes(event.event)
}

function sign(algorithm: string, secret: string, body: string): string {
  return createHmac(algorithm, secret).update(body).digest('hex')
}
