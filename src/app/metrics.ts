import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { RequestSeen } from '../github/index.ts'

/** What `/metrics` shows. No label carries a name of a repository, an account or a path. */
export class Metrics {
  readonly registry = new Registry()
  readonly #deliveries = new Counter({
    name: 'roadmap_review_deliveries_total',
    help: 'Webhook deliveries by event and result: accepted, refused (signature, size, form), failed.',
    labelNames: ['event', 'result'],
    registers: [this.registry],
  })
  readonly #acknowledged = new Histogram({
    name: 'roadmap_review_acknowledge_seconds',
    help: 'Time from the last byte of a delivery to its answer.',
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [this.registry],
  })
  readonly #jobs = new Histogram({
    name: 'roadmap_review_job_seconds',
    help: 'Time of one attempt by outcome: published, already, closed, superseded, gone, refused, deferred, error.',
    labelNames: ['outcome'],
    buckets: [0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers: [this.registry],
  })
  readonly #conclusions = new Counter({
    name: 'roadmap_review_conclusions_total',
    help: 'Published reviews by conclusion.',
    labelNames: ['conclusion'],
    registers: [this.registry],
  })
  readonly #requests = new Histogram({
    name: 'roadmap_review_github_request_seconds',
    help: "Requests to GitHub's REST API by route and status; status 0 is no answer.",
    labelNames: ['route', 'status'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 20],
    registers: [this.registry],
  })
  readonly #remaining = new Gauge({
    name: 'roadmap_review_github_rate_limit_remaining',
    help: "Lowest rest of the primary rate limit that GitHub named, over the app's installations, since the last scrape.",
    registers: [this.registry],
    collect: () => {
      if (Number.isFinite(this.#lowest)) this.#remaining.set(this.#lowest)
      this.#lowest = Infinity
    },
  })
  #lowest = Infinity

  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }

  /** Reads the queue's depth at each scrape. */
  watchQueue(depth: () => Promise<Record<string, number>>): void {
    const gauge = new Gauge({
      name: 'roadmap_review_queue_jobs',
      help: 'Jobs by state: ready, deferred, active, dead (given up after every retry).',
      labelNames: ['state'],
      registers: [this.registry],
      collect: async () => {
        for (const [state, count] of Object.entries(await depth())) gauge.set({ state }, count)
      },
    })
  }

  delivery(event: string, result: string, seconds?: number): void {
    this.#deliveries.inc({ event, result })
    if (seconds !== undefined) this.#acknowledged.observe(seconds)
  }

  job(outcome: string, seconds: number): void {
    this.#jobs.observe({ outcome }, seconds)
  }

  reviewed(conclusion: string): void {
    this.#conclusions.inc({ conclusion })
  }

  request({ route, status, milliseconds, remaining }: RequestSeen): void {
    this.#requests.observe({ route, status: String(status) }, milliseconds / 1000)
    if (remaining !== undefined) this.#lowest = Math.min(this.#lowest, remaining)
  }
}
