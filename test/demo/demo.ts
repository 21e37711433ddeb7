import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { startServer } from '../../src/app/server.ts'
import {
  collectExcerpts,
  loadConfig,
  makeCatalogue,
  makeLinks,
  openGit,
  review,
  RulePool,
  toHtml,
  toTerminal,
} from '../../src/index.ts'
import { fixtureFiles } from '../golden/fixture-repositories.ts'
import { appEnvironment } from '../app-environment.ts'
import { type Pull, type Repository, type StandIn, startStandIn } from '../stand-in/index.ts'
import { Steps } from './steps.ts'

// `npm run demo`: a pull request reviewed through the real path. A git repository, a signed webhook over HTTP,
// the durable queue on its embedded database, the rules, and what is then to be seen on the pull request. Only
// GitHub itself is played by a local stand-in.
const FIXTURE = 'offends-all-four'
const OUTPUT = join(import.meta.dirname, '../../.demo')
const started = performance.now()
const steps = new Steps()
const folder = await mkdtemp(join(tmpdir(), 'roadmap-review-demo-'))
let standIn: StandIn | undefined
let server: Awaited<ReturnType<typeof startServer>> | undefined
try {
  steps.say('a local stand-in for GitHub, with a repository of a small payment service')
  standIn = await startStandIn()
  const base = await fixtureFiles(FIXTURE, 'base')
  const head = await fixtureFiles(FIXTURE, 'head')
  const repository = await standIn.createRepository({ owner: 'acme', name: 'till', files: base })

  steps.say('the app on its embedded database')
  server = await startServer({
    env: {
      ...appEnvironment(standIn, join(folder, 'data')),
      LOG_LEVEL: 'silent',
    },
  })
  standIn.webhookUrl = server.webhookUrl

  steps.say('a pull request is opened; GitHub delivers the signed event')
  await standIn.push(repository, 'refunds', {
    files: head,
    delete: missing(base, head),
    message: 'Refund by merchant',
  })
  const pull = await standIn.openPull(repository, { head: 'refunds', title: 'Refund by merchant' })
  const opened = performance.now()
  await steps.during('the review', server.idle())
  const seconds = ((performance.now() - opened) / 1000).toFixed(1)
  steps.end()

  await printPull(standIn, repository, pull)
  const report = await writeReport(repository, pull)
  const requests = standIn.requests.filter(({ kind }) => kind === 'rest').length
  console.log(`Reviewed in ${seconds} s with ${requests} requests to GitHub's API, its token included.`)
  console.log(`The report: ${relative(process.cwd(), report)} (one file, open it in a browser)`)
  if (standIn.violations.length > 0) throw new Error(JSON.stringify(standIn.violations, null, 2))
} finally {
  steps.end()
  await server?.close()
  await standIn?.close()
  await rm(folder, { recursive: true, force: true })
}
console.log(`Done in ${((performance.now() - started) / 1000).toFixed(0)} s.`)

function missing(base: Record<string, string>, head: Record<string, string>): string[] {
  return Object.keys(base).filter((path) => !(path in head))
}

/** What a person sees on the pull request: the check runs, and the comments in the diff. */
async function printPull(github: StandIn, repository: Repository, pull: Pull): Promise<void> {
  const sha = (await repository.git.resolve('refs/heads/refunds')) ?? ''
  console.log(`\nacme/till#${pull.number}  Refund by merchant\n`)
  for (const { name, conclusion, output } of github.checkRuns(repository, sha)) {
    const mark = conclusion === 'success' ? '✓' : '✗'
    console.log(`  ${mark} ${name}: ${output.title ?? ''}`)
  }
  const comments = await github.reviewComments(pull)
  console.log(`\n  ${comments.length} comments in the diff:\n`)
  for (const { path, line, side, body } of comments) {
    const first = body.split('\n').find((text) => text.trim() !== '' && !text.startsWith('<!--')) ?? ''
    console.log(`  ${path}:${line}${side === 'LEFT' ? ' (before)' : ''}\n    ${first}`)
  }
}

/** The same commits through the library: the same findings, with reasons and mends, on the terminal and as a file. */
async function writeReport(repository: Repository, pull: Pull): Promise<string> {
  const now = new Date()
  await using changeSet = await openGit({ repo: repository.git.directory, base: 'main', head: 'refunds' })
  const loaded = await loadConfig({ snapshot: changeSet.base, now })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  await using pool = new RulePool()
  const answer = await review({ changeSet, config: loaded.config, notices: loaded.notices, now, pool })
  const catalogue = makeCatalogue(makeLinks({ config: loaded.config }))
  console.log()
  const { isTTY, columns } = process.stdout
  console.log(toTerminal(answer, catalogue, { colour: isTTY, width: isTTY ? Math.min(columns, 110) : 100 }))
  await mkdir(OUTPUT, { recursive: true })
  const file = join(OUTPUT, 'review.html')
  const excerpts = await collectExcerpts(answer, changeSet, catalogue)
  await writeFile(
    file,
    toHtml(answer, catalogue, { title: `acme/till#${pull.number} Refund by merchant`, excerpts }),
  )
  return file
}
