import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Repository, startStandIn } from '../../test/stand-in/index.ts'
import { App } from './app.ts'
import { clonesOf } from './corpus.ts'
import { percentile, seconds, spanOf, table } from './figures.ts'
import { git } from './git.ts'
import { MemoryWatch } from './memory.ts'
import { History, type Range } from './ranges.ts'
import { type AppRun, reviewByApp } from './review-by-app.ts'
import { type CliRun, reviewByCli } from './review-by-cli.ts'

// `npm run bench`: whole reviews over real histories. Each range is a pull request on the stand-in for GitHub,
// reviewed by the app's server in a process of its own, and the same range is reviewed by the command line.
//   CORPUS_DIR   folder of clones (bare or not); without it a repository is generated
//   --only       regular expression: clones of these names
//   --runs       ranges of each size and repository (default 3)
//   --small      pull requests of one file that are timed (default 30)
const SIZES = [1, 30, 300, 3_000]
const TARGET = { p50Ms: 1_500, rest: 6 }
/** Above the usual requests: the four check runs of a review over 3 s are created first and completed then. */
const SLOW_EXTRA = 4

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    runs: { type: 'string', default: '3' },
    small: { type: 'string', default: '30' },
  },
})
const sizes = new Map(
  SIZES.map((size) => [size, { app: [] as AppRun[], cli: [] as CliRun[], files: [] as number[] }]),
)
const firsts: AppRun[] = []
const small: AppRun[] = []

const folder = await mkdtemp(join(tmpdir(), 'roadmap-bench-'))
const standIn = await startStandIn({ directory: join(folder, 'github'), rateLimits: false })
try {
  const clones = await clonesOf(process.env['CORPUS_DIR'], new RegExp(options.only), folder)
  await using app = await App.start(standIn, folder)
  using memory = new MemoryWatch(app.pid)
  const world = { standIn, app, memory }
  const say = (text: string): void => void process.stderr.write(`${text}\n`)
  const { length: cores } = cpus()
  console.log(
    `${cores} cores, ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${(await git('.', ['--version'])).trim()}\n`,
  )
  for (const { name, directory } of clones) {
    const history = await History.open(directory)
    const branch = (await git(directory, ['symbolic-ref', '--short', 'HEAD'])).trim()
    // An owner each: GitHub's limits are an installation's.
    const place = { owner: `owner-of-${name}`, name, from: directory, defaultBranch: branch }
    const repository = await standIn.createRepository(place)
    const run = async (range: Range): Promise<AppRun> => {
      const result = await reviewByApp(world, repository, range)
      say(
        `${name} ${range.files} files: ${seconds(result.milliseconds)}, ${result.rest} + ${result.git} requests`,
      )
      return result
    }
    const singles = await history.pick(1, Math.ceil(Number(options.small) / clones.length) + 1)
    const [first, ...others] = singles
    if (first) firsts.push(await run(first))
    for (const range of others) small.push(await run(range))
    for (const [size, into] of sizes) {
      for (const range of await history.pick(size, Number(options.runs))) {
        into.app.push(await run(range))
        into.cli.push(await runCli(repository, range))
        into.files.push(range.files)
      }
    }
  }
  print(clones.map(({ name }) => name))
  if (standIn.violations.length > 0) throw new Error(JSON.stringify(standIn.violations.slice(0, 3), null, 2))
} finally {
  await standIn.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

function runCli(repository: Repository, range: Range): Promise<CliRun> {
  return reviewByCli(repository.git.directory, range)
}

function print(names: readonly string[]): void {
  console.log(`Repositories: ${names.join(', ')}\n`)
  const measured = [...sizes].filter(([, { app }]) => app.length > 0)
  const rows = measured.map(([size, { app, cli, files }]) => [
    String(size),
    `${app.length} (${spanOf(files)} files)`,
    ...timesOf(app),
    ...timesOf(cli),
    spanOf(app.map(({ rest, chunks }) => rest - chunks)),
    spanOf(app.map(({ chunks }) => chunks)),
    spanOf(app.map(({ git: count }) => count)),
  ])
  const head = ['Files', 'Runs', 'App p50', 'App max', 'App memory', 'CLI p50', 'CLI max', 'CLI memory']
  console.log(table([...head, 'REST', 'REST, annotations', 'git'], rows))
  console.log(`\nFirst pull request of a repository (its mirror is fetched): ${timesOf(firsts).join(', ')}`)
  const p50 = percentile(
    small.map(({ milliseconds }) => milliseconds),
    0.5,
  )
  const acknowledged = [...small, ...measured.flatMap(([, { app }]) => app)].map((run) => run.acknowledged)
  console.log(
    `One file, webhook to posted review, ${small.length} runs: p50 ${seconds(p50)}, ` +
      `p95 ${seconds(
        percentile(
          small.map(({ milliseconds }) => milliseconds),
          0.95,
        ),
      )} (target p50 < ${seconds(TARGET.p50Ms)}); ` +
      `REST requests ${spanOf(small.map(({ rest }) => rest))} (target ${TARGET.rest} or fewer)`,
  )
  console.log(
    `Webhook acknowledged, ${acknowledged.length} runs: p50 ${percentile(acknowledged, 0.5).toFixed(0)} ms, p95 ${percentile(acknowledged, 0.95).toFixed(0)} ms`,
  )
  judge(measured, p50)
}

/** Ends with 1 where a target is missed or the requests grow with the files. */
function judge(measured: readonly [number, { app: readonly AppRun[] }][], p50: number): void {
  const missed: string[] = []
  if (p50 >= TARGET.p50Ms) missed.push(`p50 of one file is ${seconds(p50)}`)
  const most = Math.max(...small.map(({ rest }) => rest))
  if (most > TARGET.rest) missed.push(`a pull request of one file took ${most} REST requests`)
  const least = measured[0]?.[1].app ?? []
  const of = (runs: readonly AppRun[], kind: 'rest' | 'git'): number =>
    Math.max(...runs.map((run) => (kind === 'rest' ? run.rest - run.chunks : run.git)))
  for (const [size, { app }] of measured) {
    const rest = of(app, 'rest') / of(least, 'rest')
    const gits = of(app, 'git') / of(least, 'git')
    console.log(`Requests at ${size} files against 1: REST x${rest.toFixed(2)}, git x${gits.toFixed(2)}`)
    if (of(app, 'rest') > TARGET.rest + SLOW_EXTRA)
      missed.push(`${of(app, 'rest')} REST requests at ${size} files`)
    if (of(app, 'git') > of(least, 'git') + SLOW_EXTRA)
      missed.push(`${of(app, 'git')} git requests at ${size} files`)
  }
  for (const line of missed) console.log(`MISSED: ${line}`)
  if (missed.length > 0) process.exitCode = 1
}

/** p50, max and peak memory. */
function timesOf(runs: readonly { milliseconds: number; memory: number }[]): string[] {
  const times = runs.map(({ milliseconds }) => milliseconds)
  const memory = Math.max(...runs.map((run) => run.memory))
  return [
    seconds(percentile(times, 0.5)),
    seconds(Math.max(...times)),
    memory > 0 ? `${memory} MiB` : 'unknown',
  ]
}
