import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { RequestSeen } from '../github/index.ts'
import type { MigrationKpi } from '../jobs/migration-kpi.ts'

const KPI_DAYS = 90
const OUTCOMES = {
  proven: 'proven',
  loses_data: 'losesData',
  differs: 'differs',
  rollback_fails: 'rollbackFails',
  up_fails: 'upFails',
  not_proven: 'notProven',
} as const

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

  /** Reads at each scrape what became of the migrations of changes reviewed in the last 90 days. */
  watchMigrations(read: (since: Date) => Promise<MigrationKpi>): void {
    const recent = (): Promise<MigrationKpi> => read(new Date(Date.now() - KPI_DAYS * 24 * 3600_000))
    const outcomes = new Gauge({
      name: 'roadmap_review_migrations',
      help: 'Migrations of changes reviewed in the last 90 days, by what became of them when they were run: proven, loses_data, differs, rollback_fails, up_fails, not_proven.',
      labelNames: ['outcome'],
      registers: [this.registry],
      collect: async () => {
        const kpi = await recent()
        for (const [outcome, key] of Object.entries(OUTCOMES)) outcomes.set({ outcome }, kpi[key])
      },
    })
    const ratio = new Gauge({
      name: 'roadmap_review_migration_success_ratio',
      help: 'Share of the rollbacks that were run which are proven (`rollback`), and of the ways up which apply (`up`).',
      labelNames: ['of'],
      registers: [this.registry],
      collect: async () => {
        const { rollbackRate, successRate } = await recent()
        // A share of nothing is no number.
        ratio.reset()
        if (rollbackRate !== undefined) ratio.set({ of: 'rollback' }, rollbackRate)
        if (successRate !== undefined) ratio.set({ of: 'up' }, successRate)
      },
    })
  }

  /** Findings that people waived or dismissed by command, and took not back: how right a rule is, by those it speaks to. */
  watchDecisions(read: () => Promise<{ rule: string; kind: string; findings: number }[]>): void {
    const gauge = new Gauge({
      name: 'roadmap_review_decisions',
      help: 'Findings waived (`waiver`) or dismissed as wrong (`false-positive`) by command, by rule.',
      labelNames: ['rule', 'kind'],
      registers: [this.registry],
      collect: async () => {
        gauge.reset()
        for (const { rule, kind, findings } of await read()) gauge.set({ rule, kind }, findings)
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
