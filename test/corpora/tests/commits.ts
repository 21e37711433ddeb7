import { execFileSync } from 'node:child_process'
import { rules } from '../../../checks/index.ts'
import { ecosystemOf } from '../../../checks/critical-path-tests/evidence.ts'
import { isTestSupport } from '../../../checks/critical-path-tests/test-files.ts'
import { isProduct } from '../../../checks/critical-path-tests/production.ts'
import { defaultConfig } from '../../../config/index.ts'
import { openGit, type OpenedChangeSet } from '../../../src/changeset/index.ts'
import { review } from '../../../src/engine/index.ts'
import type { ChangeSet, Finding } from '../../../src/model/index.ts'
import { withoutTests } from './without-tests.ts'

const RULE = 'critical-path-tests/untested-change'

/** What the rule for critical paths says of commits that came with tests, with those tests and without them. */
export interface CommitScore {
  commits: number
  /** Commits with at least one finding. */
  withTests: { head: string; findings: Finding[] }[]
  withoutTests: { head: string; findings: Finding[] }[]
}

/** Takes the newest commits that change both code and tests, every one of which has the whole repository as critical. */
export async function scoreCommits(repo: string, most: number): Promise<CommitScore> {
  const score: CommitScore = { commits: 0, withTests: [], withoutTests: [] }
  for (const head of disciplined(repo)) {
    if (score.commits === most) break
    const opened = await openWhole(repo, head)
    if (!opened) continue
    try {
      const code = opened.changes.filter(
        ({ path, status, added }) =>
          status !== 'removed' &&
          added.length > 0 &&
          ecosystemOf(path) !== undefined &&
          isProduct(path) &&
          !isTestSupport(path),
      )
      if (code.length === 0) continue
      score.commits++
      const found = await findings(opened)
      if (found.length > 0) score.withTests.push({ head, findings: found })
      const alone = await findings(await withoutTests(opened, isTestSupport))
      if (alone.length > 0) score.withoutTests.push({ head, findings: alone })
    } finally {
      await opened.dispose()
    }
  }
  return score
}

/** Undefined where the clone lacks some of what the commit changed. */
async function openWhole(repo: string, head: string): Promise<OpenedChangeSet | undefined> {
  try {
    return await openGit({ repo, base: `${head}^`, head })
  } catch (error) {
    if (error instanceof Error && error.message.includes('unable to read')) return undefined
    throw error
  }
}

async function findings(changeSet: ChangeSet): Promise<Finding[]> {
  const config = defaultConfig()
  config.criticalPaths = [{ name: 'all', globs: ['**'] }]
  config.ignore = [
    { glob: '**/{example,examples,docs,bench*,scripts,build,xtask}/**', source: { what: 'the corpus' } },
  ]
  const chosen = rules.filter(({ id }) => id === RULE)
  const result = await review({ changeSet, config, now: new Date(), rules: chosen })
  for (const outcome of result.outcomes) {
    if (outcome.kind === 'failed') throw new Error(`${changeSet.head.sha}: ${outcome.error}`)
  }
  return result.findings
}

/** Commits of the first parents that touch code and tests, newest first. */
function* disciplined(repo: string): Generator<string> {
  const log = execFileSync(
    'git',
    [
      '-C',
      repo,
      'log',
      '--first-parent',
      '--min-parents=1',
      '--format=%x00%H',
      '--name-only',
      '--no-renames',
      '-n',
      '3000',
    ],
    { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  )
  for (const entry of log.split('\0').slice(1)) {
    const [head = '', ...paths] = entry.split('\n').filter(Boolean)
    const code = paths.filter((path) => ecosystemOf(path) !== undefined && isProduct(path))
    if (code.some((path) => isTestSupport(path)) && code.some((path) => !isTestSupport(path))) yield head
  }
}
