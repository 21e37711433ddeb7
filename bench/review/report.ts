import { cpus, loadavg, totalmem } from 'node:os'
import { percentile, seconds, spanOf, table } from './figures.ts'
import { git } from './git.ts'
import type { AppRun } from './review-by-app.ts'
import type { CliRun } from './review-by-cli.ts'

/** All runs. */
export interface Measured {
  repositories: string[]
  /** The first pull request of each repository: its mirror is fetched. */
  firsts: AppRun[]
  /** Pull requests of one file after that. */
  small: AppRun[]
  sizes: { size: number; app: AppRun[]; cli: CliRun[]; files: number[] }[]
}

const TARGET = { milliseconds: 1_500, rest: 6 }
/**
 * Requests of one review whatever its size. REST: the target's, and four more where a review of over 3 s first says
 * that it runs. git: two a fetch; the commits, and the contents as the rules of the families ask for them.
 */
const MOST = { rest: TARGET.rest + 4, git: 12 }

export async function machine(): Promise<string> {
  const version = (await git('.', ['--version'])).trim()
  const memory = Math.round(totalmem() / 2 ** 30)
  const load = loadavg()[0]?.toFixed(1) ?? ''
  const model = cpus()[0]?.model.trim() ?? ''
  return `${cpus().length} cores, ${model}, ${memory} GiB, Node ${process.version}, ${version}; load before the start ${load}`
}

export function report({ repositories, firsts, small, sizes }: Measured): string {
  const rows = sizes
    .filter(({ app }) => app.length > 0)
    .map(({ size, app, cli, files }) => [
      String(size),
      `${app.length} of ${spanOf(files)}`,
      ...timesOf(app),
      seconds(middle(app.map(({ cpu }) => cpu))),
      memoryOf(app),
      ...timesOf(cli),
      memoryOf(cli),
      spanOf(app.map(restOf)),
      spanOf(app.map(({ chunks }) => chunks)),
      spanOf(app.map(({ git: count }) => count)),
    ])
  const app = ['App p50', 'App max', 'App CPU p50', 'App memory']
  const cli = ['CLI p50', 'CLI max', 'CLI memory']
  const head = ['Files', 'Runs', ...app, ...cli, 'REST', 'REST, chunks', 'git']
  const times = small.map(({ milliseconds }) => milliseconds)
  const rest = small.map(restOf)
  const waits = [...small, ...sizes.flatMap((one) => one.app)].map(({ acknowledged }) => acknowledged)
  return [
    `Repositories: ${repositories.join(', ')}\n`,
    `${table(head, rows)}\n`,
    `First pull request of a repository, its mirror fetched: p50 ${timesOf(firsts).join(', max ')}`,
    `One file, webhook to posted review, ${small.length} runs: p50 ${seconds(middle(times))}, ` +
      `p95 ${seconds(percentile(times, 0.95))}; REST requests p50 ${middle(rest)}, max ${Math.max(...rest)}`,
    `Webhook acknowledged, ${waits.length} runs: p50 ${middle(waits).toFixed(0)} ms, ` +
      `p95 ${percentile(waits, 0.95).toFixed(0)} ms`,
    ...growth(sizes),
  ].join('\n')
}

/** Most requests of each size, and their ratio to those of the smallest. */
function growth(sizes: Measured['sizes']): string[] {
  const some = sizes.filter(({ app }) => app.length > 0)
  const [least] = some
  return some.map(({ size, app }) => {
    const [rest, gits] = [most(app, restOf), most(app, gitOf)]
    const ratios = least && [rest / most(least.app, restOf), gits / most(least.app, gitOf)]
    const [restRatio, gitRatio] = (ratios ?? []).map((ratio) => ratio.toFixed(2))
    return `Requests at ${size} files, at most: REST ${rest} (x${restRatio}), git ${gits} (x${gitRatio})`
  })
}

/** What is not as it should be, a sentence each. */
export function missedTargets({ small, sizes }: Measured): string[] {
  const missed: string[] = []
  const p50 = middle(small.map(({ milliseconds }) => milliseconds))
  if (!(p50 < TARGET.milliseconds)) {
    missed.push(`one file takes ${seconds(p50)} at p50, not under ${seconds(TARGET.milliseconds)}`)
  }
  const rest = middle(small.map(restOf))
  if (!(rest <= TARGET.rest)) missed.push(`one file takes ${rest} REST requests at p50, not ${TARGET.rest}`)
  for (const { size, app } of sizes) {
    if (app.length === 0) missed.push(`no range of about ${size} files was found`)
    else if (most(app, restOf) > MOST.rest) {
      missed.push(`${size} files take ${most(app, restOf)} REST requests, more than ${MOST.rest}`)
    } else if (most(app, gitOf) > MOST.git) {
      missed.push(`${size} files take ${most(app, gitOf)} git requests, more than ${MOST.git}`)
    }
  }
  return missed
}

/** Without further chunks of annotations: those grow with the findings. */
function restOf({ rest, chunks }: AppRun): number {
  return rest - chunks
}

function gitOf(run: AppRun): number {
  return run.git
}

function most(runs: readonly AppRun[], count: (run: AppRun) => number): number {
  return Math.max(...runs.map(count))
}

function middle(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** p50 and the longest. */
function timesOf(runs: readonly { milliseconds: number }[]): string[] {
  const times = runs.map(({ milliseconds }) => milliseconds)
  return [seconds(middle(times)), seconds(Math.max(...times))]
}

function memoryOf(runs: readonly { memory: number }[]): string {
  const peak = Math.max(...runs.map(({ memory }) => memory))
  return peak > 0 ? `${peak} MiB` : 'unknown'
}
