import { execFileSync } from 'node:child_process'
import { rules } from '../../../checks/index.ts'
import { isTestSupport } from '../../../checks/critical-path-tests/test-files.ts'
import { isProduct } from '../../../checks/critical-path-tests/production.ts'
import { defaultConfig } from '../../../config/index.ts'
import { openGit } from '../../../src/changeset/index.ts'
import { review } from '../../../src/engine/index.ts'
import type { ChangeSet, Finding } from '../../../src/model/index.ts'
import { withoutTests } from './without-tests.ts'

const RULE = 'critical-path-tests/untested-change'
const SCRIPT = /\.[cm]?[jt]sx?$/

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
    const opened = await openGit({ repo, base: `${head}^`, head })
    try {
      const code = opened.changes.filter(
        ({ path, status, added }) =>
          status !== 'removed' &&
          added.length > 0 &&
          SCRIPT.test(path) &&
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

async function findings(changeSet: ChangeSet): Promise<Finding[]> {
  const config = defaultConfig()
  config.criticalPaths = [{ name: 'all', globs: ['**'] }]
  config.ignore = [
    { glob: '**/{example,examples,docs,bench*,scripts,build}/**', source: { what: 'the corpus' } },
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
    ['-C', repo, 'log', '--first-parent', '--min-parents=1', '--format=%x00%H', '--name-only', '-n', '3000'],
    { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  )
  for (const entry of log.split('\0').slice(1)) {
    const [head = '', ...paths] = entry.split('\n').filter(Boolean)
    const scripts = paths.filter((path) => SCRIPT.test(path) && isProduct(path))
    if (scripts.some((path) => isTestSupport(path)) && scripts.some((path) => !isTestSupport(path)))
      yield head
  }
}
