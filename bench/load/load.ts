import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { families } from '../../checks/index.ts'
import { startPostgres } from '../../test/faults/postgres.ts'
import { type Pull, type StandIn, startStandIn } from '../../test/stand-in/index.ts'
import { burst, eventsOf, preparePulls } from './burst.ts'
import { Workers } from './workers.ts'

/**
 * `npm run bench:load -- [--events 1000] [--installations 50] [--review-ms 1000] [--only postgres-4] [--noisy 10000]`: a
 * burst of events on the app as processes, with GitHub's limits enforced; work is simulated by waiting, everything else is
 * real. With `--noisy`, one more installation sends that many events before all others, which the figures leave out.
 */
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000' },
    installations: { type: 'string', default: '50' },
    'review-ms': { type: 'string', default: '1000' },
    only: { type: 'string' },
    noisy: { type: 'string', default: '0' },
  },
})
const size = {
  events: Number(values.events),
  installations: Number(values.installations),
  noisy: Number(values.noisy),
}
const reviewMs = Number(values['review-ms'])
const GIVE_UP_MS = 900_000
const SETTLE_MS = 15_000
/** How often the events of a few pull requests are told to each process before. */
const WARM_UP = 5
/** How often each event of the noisy installation is told. */
const NOISE = 5

interface Row {
  name: string
  p50: number
  p99: number
  /** p99 of the event loop delay in the process that sends, which does nothing else: the machine's share in `p99`. */
  ownDelay: number
  /** Of one minute, when the burst began: above the number of cores, others were at work too. */
  machineLoad: number
  seconds: number
  perSecond: number
  /** Pull requests whose newest head has other than one complete answer. */
  wrong: number
  overLimit: number
  /** The slowest installation's time against the median's. */
  fairness: number
}

const rows: Row[] = []
for (const [kind, count] of [
  ['pglite', 1],
  ['postgres', 1],
  ['postgres', 2],
  ['postgres', 4],
] as const) {
  const name = `${kind}-${count}`
  if (values.only !== undefined && values.only !== name) continue
  rows.push(await measure(name, kind, count))
  process.stdout.write(`${JSON.stringify(rows.at(-1))}\n`)
}
print()

async function measure(name: string, kind: 'pglite' | 'postgres', count: number): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'roadmap-load-'))
  const standIn = await startStandIn()
  try {
    const first = await preparePulls(standIn, 'first', 5)
    const noisy =
      size.noisy > 0 ? await preparePulls(standIn, 'noisy', Math.ceil(size.noisy / 2 / NOISE)) : []
    const pulls: Pull[] = []
    const each = Math.max(1, Math.round(size.events / size.installations / 2))
    for (let index = 0; index < size.installations; index += 1)
      pulls.push(...(await preparePulls(standIn, `tenant-${index}`, each)))
    await using postgres = kind === 'postgres' ? await startPostgres() : undefined
    const { databaseUrl } = postgres ?? {}
    await using workers = await Workers.start(standIn, folder, { count, reviewMs, databaseUrl })
    // An app that has just started compiles what it runs for the first time.
    await burst(standIn, eventsOf(standIn, first, WARM_UP * count), workers.urls)
    await sleep(SETTLE_MS)
    standIn.limiter.reset()
    const machineLoad = loadavg()[0] ?? 0
    const started = performance.now()
    const events = [...eventsOf(standIn, noisy, NOISE), ...eventsOf(standIn, pulls)]
    const acknowledged = burst(standIn, events, workers.urls)
    const ends = await untilAnswered(standIn, pulls, started)
    const { times: unsorted, ownDelay } = await acknowledged
    const times = unsorted.toSorted((a, b) => a - b)
    const byInstallation = [...ends.values()].toSorted((a, b) => a - b)
    const last = byInstallation.at(-1) ?? 0
    // What comes too late would be a second answer.
    await sleep(2_000)
    return {
      name,
      p50: at(times, 0.5),
      p99: at(times, 0.99),
      ownDelay,
      machineLoad,
      seconds: last / 1000,
      perSecond: (pulls.length / last) * 1000,
      wrong: pulls.filter((pull) => !isAnsweredOnce(standIn, pull)).length,
      overLimit: standIn.requests.filter(
        ({ kind: of, status }) => of === 'rest' && (status === 403 || status === 429),
      ).length,
      fairness: last / at(byInstallation, 0.5),
    }
  } finally {
    await standIn.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** When the last pull request of each installation was answered, in milliseconds from `started`. */
async function untilAnswered(
  standIn: StandIn,
  pulls: readonly Pull[],
  started: number,
): Promise<Map<string, number>> {
  const open = Map.groupBy(pulls, ({ repository }) => repository.owner.login)
  const ends = new Map<string, number>()
  while (open.size > 0) {
    for (const [owner, mine] of open) {
      if (!mine.every((pull) => completed(standIn, pull, pull.headSha) >= families.length)) continue
      open.delete(owner)
      ends.set(owner, performance.now() - started)
    }
    if (performance.now() - started > GIVE_UP_MS)
      throw new Error(`${open.size} installations were never answered`)
    await sleep(50)
  }
  return ends
}

function completed(standIn: StandIn, { repository }: Pull, sha: string): number {
  return standIn.checkRuns(repository, sha).filter(({ conclusion }) => conclusion === 'success').length
}

function isAnsweredOnce(standIn: StandIn, pull: Pull): boolean {
  return completed(standIn, pull, pull.headSha) === families.length
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

function print(): void {
  const lines = rows.map(
    ({ name, p50, p99, ownDelay, machineLoad, seconds, perSecond, wrong, overLimit, fairness }) =>
      [
        name.padEnd(12),
        p50.toFixed(0).padStart(8),
        p99.toFixed(0).padStart(8),
        ownDelay.toFixed(0).padStart(8),
        machineLoad.toFixed(1).padStart(8),
        seconds.toFixed(1).padStart(8),
        perSecond.toFixed(1).padStart(9),
        String(wrong).padStart(6),
        String(overLimit).padStart(6),
        fairness.toFixed(2).padStart(9),
      ].join(''),
  )
  const head = 'workers      p50 ms  p99 ms  own ms    load seconds  reviews/s wrong  over  fairness'
  process.stdout.write(`${[head, ...lines].join('\n')}\n`)
  process.stdout.write(`load: of one minute before the burst, on ${availableParallelism()} cores\n`)
  const of = (name: string): number | undefined => rows.find((row) => row.name === name)?.perSecond
  const [one, four] = [of('postgres-1'), of('postgres-4')]
  if (one !== undefined && four !== undefined) {
    process.stdout.write(`four workers review ${(four / one).toFixed(2)} times as fast as one\n`)
  }
}
