import { execFileSync } from 'node:child_process'
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rules } from '../../checks/index.ts'
import { defaultConfig } from '../../config/index.ts'
import { openGit } from '../../src/changeset/index.ts'
import { review, RulePool } from '../../src/engine/index.ts'
import { matcher, type Review } from '../../src/model/index.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { Tally } from './tally.ts'

/** What docs/precision.md is made from: the findings of real histories, by rule. */
const corpus = process.env['CORPUS_DIR']
const options = asked()
const config = defaultConfig()
config.preview = options.preview
if (options.critical.length > 0) config.criticalPaths = [{ name: 'critical', globs: options.critical }]
const wanted = matcher(options.rules.length > 0 ? options.rules : '**')
const chosen = rules.filter(({ id }) => wanted(id))
if (options.findings) writeFileSync(options.findings, '')

const all = new Tally()
await using pool = new RulePool()
for (const name of options.repositories ?? readdirSync(options.corpus).toSorted()) {
  const repo = join(options.corpus, name)
  const tally = new Tally()
  for (const head of lastCommits(repo, options)) await reviewCommit(repo, head, name, [tally, all])
  console.log(tally.print(name))
}
console.log(all.print('all'))

/** The options; where there are none to go on, the usage and the end. */
function asked(): Options & { corpus: string } {
  try {
    const read = readOptions(process.argv.slice(2))
    if (read && corpus) return { ...read, corpus }
    console.log(USAGE)
    return process.exit(read ? 2 : 0)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    console.error(`${error.message}\n\n${USAGE}`)
    return process.exit(2)
  }
}

/**
 * Newest first, along first parents: each is one pull request as it was merged, whether squashed or not. The
 * commits inside a merged branch are none: a migration edited there is still the branch's own.
 */
function lastCommits(repo: string, { commits, touching }: Options): string[] {
  const args = ['-C', repo, 'log', '--first-parent', '--min-parents=1', '--format=%H', '-n', String(commits)]
  const found = execFileSync('git', [...args, 'HEAD', '--', ...touching], { encoding: 'utf8' })
  return found.split('\n').filter(Boolean)
}

async function reviewCommit(repo: string, head: string, name: string, tallies: Tally[]): Promise<void> {
  const started = performance.now()
  const slowest = { ruleId: '', milliseconds: 0 }
  let changeSet
  try {
    changeSet = await openGit({ repo, base: `${head}^`, head })
  } catch (error) {
    // A shallow or filtered clone lacks what some commits need; every other commit can still be reviewed.
    const message = error instanceof Error ? error.message : String(error)
    console.error(`${name} ${head}: not opened: ${message}`)
    for (const tally of tallies) tally.notOpened++
    return
  }
  try {
    const result = await review({
      changeSet,
      config,
      // The commit's own day would let waivers and sunset dates differ from run to run for no gain.
      now: new Date(),
      pool,
      rules: chosen,
      onProgress: ({ ruleId, milliseconds }) => {
        if (milliseconds > slowest.milliseconds) Object.assign(slowest, { ruleId, milliseconds })
      },
    })
    const milliseconds = performance.now() - started
    for (const tally of tallies) tally.add(result, milliseconds, slowest.ruleId)
    if (options.findings) appendFileSync(options.findings, lines(name, result))
  } finally {
    await changeSet.dispose()
  }
}

/** One line of JSON for each finding shown and for each rule that failed or could not look at everything. */
function lines(repository: string, result: Review): string {
  const commit = result.headSha
  const rows = [
    ...result.findings
      .filter(({ verdict }) => verdict.shown || verdict.because === 'capped')
      .map((finding) => ({ repository, commit, ...finding })),
    ...result.outcomes
      .filter(({ kind }) => kind === 'failed' || kind === 'incomplete')
      .map((outcome) => ({ repository, commit, ...outcome })),
    ...result.notLookedAt.map((notLookedAt) => ({ repository, commit, ruleId: 'review', notLookedAt })),
  ]
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}
