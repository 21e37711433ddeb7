import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startStandIn } from '../../test/stand-in/index.ts'
import { App } from './app.ts'
import { clonesOf } from './corpus.ts'
import { seconds } from './figures.ts'
import { git } from './git.ts'
import { ProcessWatch } from './process-watch.ts'
import { History, type Range } from './ranges.ts'
import { machine, type Measured, missedTargets, report } from './report.ts'
import { type AppRun, reviewByApp } from './review-by-app.ts'
import { reviewByCli } from './review-by-cli.ts'

// `npm run bench`: whole reviews over real histories. Each range is a pull request on the stand-in for GitHub,
// reviewed by the app's server in a process of its own, and the same range is reviewed by the command line.
// Ends with 1 where a target is missed or the requests grow with the files.
//   CORPUS_DIR   folder of clones (bare or not); without it a repository is generated
//   --only       regular expression: clones of these names
//   --runs       ranges of each size and repository (default 3)
//   --small      pull requests of one file that are timed (default 30)
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    runs: { type: 'string', default: '3' },
    small: { type: 'string', default: '30' },
  },
})
const measured: Measured = {
  repositories: [],
  firsts: [],
  small: [],
  sizes: [1, 30, 300, 3_000].map((size) => ({ size, app: [], cli: [], files: [] })),
}
const folder = await mkdtemp(join(tmpdir(), 'roadmap-bench-'))
const standIn = await startStandIn({ directory: join(folder, 'github'), rateLimits: false })
try {
  const clones = await clonesOf(process.env['CORPUS_DIR'], new RegExp(options.only), folder)
  await using app = await App.start(standIn, folder)
  using watch = new ProcessWatch(app.pid)
  console.log(`${await machine()}\n`)
  for (const { name, directory } of clones) {
    measured.repositories.push(name)
    const history = await History.open(directory)
    const defaultBranch = (await git(directory, ['symbolic-ref', '--short', 'HEAD'])).trim()
    // An owner each: GitHub's limits are an installation's.
    const owner = `owner-of-${name}`
    const repository = await standIn.createRepository({ owner, name, from: directory, defaultBranch })
    const run = async (range: Range): Promise<AppRun> => {
      const result = await reviewByApp({ standIn, app, watch }, repository, range)
      const { milliseconds, acknowledged, cpu, rest, git: gits, comments } = result
      process.stderr.write(
        `${name} ${range.files} files: ${seconds(milliseconds)}, acknowledged in ${acknowledged.toFixed(0)} ms, ` +
          `CPU ${seconds(cpu)}, ${rest} REST, ${gits} git, ${comments} comments\n`,
      )
      return result
    }
    const [first, ...singles] = await history.pick(1, Math.ceil(Number(options.small) / clones.length) + 1)
    if (first) measured.firsts.push(await run(first))
    for (const range of singles) measured.small.push(await run(range))
    for (const { size, app: byApp, cli, files } of measured.sizes) {
      for (const range of await history.pick(size, Number(options.runs))) {
        byApp.push(await run(range))
        cli.push(await reviewByCli(repository.git.directory, range))
        files.push(range.files)
      }
    }
  }
  console.log(report(measured))
  for (const missed of missedTargets(measured)) {
    console.log(`MISSED: ${missed}`)
    process.exitCode = 1
  }
  if (standIn.violations.length > 0) throw new Error(JSON.stringify(standIn.violations.slice(0, 3), null, 2))
} finally {
  await standIn.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
