import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { families } from '../../checks/index.ts'
import { CONFIG_PATH } from '../../config/index.ts'
import { type Pull, type Repository, type StandIn, startStandIn } from '../../test/stand-in/index.ts'
import { App } from '../review/app.ts'
import type { Drawn } from './draw.ts'

/**
 * `npm run judge -- [--only REGEXP] [--family ID] [--out FILE]`: the pull requests of drawn.json, each opened on a stand-in for GitHub
 * with its real repository, reviewed by the app's server, and everything that is then to be read on it printed as
 * Markdown: the check runs and the comments. What was made of it: docs/judged-pull-requests.md.
 *   CORPUS_DIR   clones with their whole history, as `owner+name/repo`
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    family: { type: 'string', default: '' },
    out: { type: 'string', default: '/dev/stdout' },
  },
})
const GIVE_UP_MS = 600_000
const AUTHOR = ['-c', 'user.name=Mona', '-c', 'user.email=mona@example.org']
const corpus = process.env['CORPUS_DIR']
if (corpus === undefined) throw new Error('CORPUS_DIR says where the clones are')
const drawn = JSON.parse(await readFile(join(import.meta.dirname, 'drawn.json'), 'utf8')) as Drawn[]
const only = new RegExp(values.only)
const chosen = drawn.filter(
  ({ repository, family }) => only.test(repository) && family.startsWith(values.family),
)
if (values.out !== '/dev/stdout') await writeFile(values.out, '')

const repositories = new Map<string, Repository>()
const folder = await mkdtemp(join(tmpdir(), 'roadmap-judged-'))
const standIn = await startStandIn({ directory: join(folder, 'github'), rateLimits: false })
try {
  await using app = await App.start(standIn, folder)
  for (const one of chosen) {
    const directory = join(corpus, one.repository.replace('/', '+'), 'repo')
    if (!existsSync(directory)) {
      process.stderr.write(`${one.repository}: no clone in CORPUS_DIR\n`)
      continue
    }
    const started = performance.now()
    const { repository, pull } = await open(standIn, app, one, directory)
    await appendFile(values.out, await told(standIn, one, repository, pull))
    const seconds = ((performance.now() - started) / 1000).toFixed(0)
    const comments = standIn.state.reviewCommentsOf(pull).length
    process.stderr.write(
      `${one.family} ${one.repository}#${one.number}: ${comments} comments, ${seconds} s\n`,
    )
  }
  if (standIn.violations.length > 0) throw new Error(JSON.stringify(standIn.violations.slice(0, 3), null, 2))
} finally {
  await standIn.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** The pull request as it was before it was merged, but for a configuration on its base that names critical code. */
async function open(
  github: StandIn,
  app: App,
  { repository: name, number, title, base, head, critical }: Drawn,
  from: string,
): Promise<{ repository: Repository; pull: Pull }> {
  const [owner = '', short = ''] = name.split('/')
  const [baseRef, headRef] = [`judged-base-${number}`, `judged-head-${number}`]
  const repository =
    repositories.get(name) ??
    (await github.createRepository({ owner, name: short, from, defaultBranch: 'main' }))
  repositories.set(name, repository)
  const config = `version: 1\ncritical-paths:\n  critical: ${JSON.stringify({ paths: critical })}\n`
  const files: Record<string, string> = critical.length > 0 ? { [CONFIG_PATH]: config } : {}
  await github.push(repository, baseRef, { from: base, files, message: 'Configure reviews' })
  // One commit of its own, so that no other branch has it as its head.
  const { git } = repository
  const commit = ['commit-tree', `${head}^{tree}`, '-p', head, '-m', title]
  const sha = (await git.bytes([...AUTHOR, ...commit])).toString().trim()
  await git.run('update-ref', `refs/heads/${headRef}`, sha)
  const pull = await github.openPull(repository, { base: baseRef, head: headRef, title })
  const begun = performance.now()
  for (;;) {
    const runs = github.checkRuns(repository, sha)
    if (runs.length >= families.length && runs.every(({ status }) => status === 'completed')) {
      if (await app.isIdle()) return { repository, pull }
    }
    if (performance.now() - begun > GIVE_UP_MS) throw new Error(`${name}: the review did not end`)
    await sleep(100)
  }
}

async function told(
  github: StandIn,
  { family, repository: name, number, title, base, head }: Drawn,
  repository: Repository,
  pull: Pull,
): Promise<string> {
  const checks = github
    .checkRuns(repository, pull.headSha)
    .map(
      ({ name: check, conclusion, output }) =>
        `- **${check}** ${conclusion}: ${output.title ?? ''}\n\n${indented(output.summary ?? '')}\n`,
    )
  const comments = (await github.reviewComments(pull)).map(
    ({ path, line, side, body }) => `### ${path}:${line}${side === 'LEFT' ? ' (before)' : ''}\n\n${body}\n`,
  )
  const heading = `# ${family}: ${name}#${number} ${title}\n\n${base.slice(0, 10)}..${head.slice(0, 10)}\n`
  return [heading, ...checks, ...comments, ''].join('\n')
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ')
}
