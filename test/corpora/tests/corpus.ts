import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type CommitScore, scoreCommits } from './commits.ts'
import { agreement } from './reached.ts'
import { checkout, runSuite, SUITES, type Suite } from './suites.ts'

// What docs/precision.md says of tests: `CORPUS_DIR=… npm run corpus:tests -- suites|commits [project…]`.
const corpus = process.env['CORPUS_DIR']
const [what, ...names] = process.argv.slice(2)
/** Suites are run again without a share of their tests, chosen by these numbers. */
const ROUNDS = [1, 2, 3]
const SHARE = 0.3
const COMMITS = 50

if (corpus === undefined || (what !== 'suites' && what !== 'commits')) {
  console.error('CORPUS_DIR=<folder of clones> npm run corpus:tests -- suites|commits [owner+name…]')
  process.exit(2)
}
const chosen = SUITES.filter(({ name }) => names.length === 0 || names.includes(name))
if (what === 'suites') for (const suite of chosen) await printSuite(suite, corpus)
else await printCommits(names.length > 0 ? names : chosen.map(({ name }) => name), corpus)

async function printSuite(suite: Suite, from: string): Promise<void> {
  await using project = suite.checkout?.() ?? checkout(from, suite.name)
  const tests = project.paths.filter((path) => suite.isTest(path))
  const executed = runSuite(suite, project.folder, tests)
  const whole = await agreement(suite, project.folder, tests, executed)
  const share = percent(whole.falseAlarms.length, whole.functions)
  console.log(
    `${suite.name} (${suite.kind}): ${whole.functions} functions, ${tests.length} test files, ${whole.falseAlarms.length} false alarms (${share})`,
  )
  for (const one of whole.falseAlarms) console.log(`  ${one}`)
  let [alarms, right, found, missed] = [0, 0, 0, 0]
  for (const round of ROUNDS) {
    const left = tests.filter((path) => chance(path, round) >= SHARE)
    const part = await agreement(suite, project.folder, left, runSuite(suite, project.folder, left), executed)
    alarms += part.falseAlarms.length
    right += part.caught
    found += part.found
    missed += part.missed
    for (const one of part.falseAlarms) console.log(`  without ${tests.length - left.length} tests: ${one}`)
  }
  console.log(
    `  ${ROUNDS.length} times without ${SHARE * 100} % of the test files: precision ${percent(right, right + alarms)} of ${right + alarms}, recall ${percent(found, found + missed)} of ${found + missed}`,
  )
}

async function printCommits(projects: readonly string[], from: string): Promise<void> {
  const scores: CommitScore[] = []
  for (const name of projects) {
    const repo = [join(from, name, 'repo'), join(from, name)].find((path) => existsSync(path)) ?? ''
    const score = await scoreCommits(repo, COMMITS)
    scores.push(score)
    print(name, [score])
    for (const { head, findings } of score.withTests)
      for (const { location, message } of findings)
        console.log(`  ${head.slice(0, 10)} ${location.path}:${location.region?.startLine ?? 0} ${message}`)
  }
  print('all', scores)
}

function print(name: string, scores: readonly CommitScore[]): void {
  const sum = (of: (score: CommitScore) => number): number =>
    scores.reduce((all, score) => all + of(score), 0)
  const [commits, withTests, without] = [
    sum((score) => score.commits),
    sum((score) => score.withTests.length),
    sum((score) => score.withoutTests.length),
  ]
  console.log(
    `${name}: ${commits} commits, speaks of ${withTests} with their tests (${percent(withTests, commits)}), of ${without} without (${percent(without, commits)})`,
  )
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(2)} %`
}

/** Between 0 and 1, the same for the same path and round on every machine. */
function chance(path: string, round: number): number {
  let hash = 2166136261 ^ round
  for (let at = 0; at < path.length; at++) hash = Math.imul(hash ^ path.charCodeAt(at), 16777619)
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32
}
