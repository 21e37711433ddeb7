import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { dialectInPath, dialectOf } from '../../../../checks/migration-rollback/hazards/dialect.ts'
import type { Moment } from '../../../../checks/migration-rollback/hazards/moment.ts'
import { momentsOfPart } from '../../../../checks/migration-rollback/hazards/moments.ts'
import { Schemas } from '../../../../checks/migration-rollback/hazards/schemas.ts'
import { historiesIn, type History } from '../../../../checks/migration-rollback/history.ts'
import { migrationOptions } from '../../../../checks/migration-rollback/options.ts'
import { rules } from '../../../../checks/index.ts'
import { openGit } from '../../../../src/changeset/index.ts'
import type { Report, Rule, RuleContext } from '../../../../src/model/index.ts'

/**
 * What the hazard rules say of every migration of real histories, each taken for a pull request of its own on what came
 * before it: counts by rule and by 100 migrations, and with `--findings` each finding as a line.
 */
const USAGE = `CORPUS_DIR=<clones> node test/corpora/migrations/hazards/hazards.ts [--repo owner+name]… [--findings file]
CORPUS_DIR holds clones as <owner>+<name>, or <owner>+<name>/repo.`

const { values } = parseArgs({
  options: { repo: { type: 'string', multiple: true, default: [] }, findings: { type: 'string' } },
})
const corpus = process.env['CORPUS_DIR']
if (corpus === undefined) {
  console.log(USAGE)
  process.exit(2)
}
if (values.findings !== undefined) writeFileSync(values.findings, '')

const options = migrationOptions.parse({})
// What looks for uses in the code needs the change itself: `npm run precision` runs it.
const judged = rules.filter(({ id }) =>
  /^migration-rollback\/(?!dropped-but|rollback-|migration-fails)/.test(id),
)
const counts = new Map<string, Map<string, number>>()
const total = new Map<string, number>()
for (const name of values.repo) await sweep(name)
print()

async function sweep(name: string): Promise<void> {
  const nested = join(corpus ?? '', name, 'repo')
  const repo = existsSync(nested) ? nested : join(corpus ?? '', name)
  await using opened = await openGit({ repo, base: 'HEAD', head: 'HEAD' })
  for (const history of await historiesIn(opened.head, options)) await judge(name, history, opened)
}

async function judge(name: string, history: History, changeSet: RuleContext['changeSet']): Promise<void> {
  const read = history.steps.map(({ step }) => step)
  const steps = history.adapter.inHistory?.(read) ?? read
  const once = (_key: string, make: () => unknown): unknown => make()
  const context = { changeSet, options, shared: once } as unknown as RuleContext<typeof options>
  const dialect = await dialectOf(context, history.adapter, steps, [])
  const key = `${name} (${history.adapter.framework}, ${dialect ?? 'database not known'})`
  total.set(key, (total.get(key) ?? 0) + steps.length)
  const schemas = new Schemas(dialect, steps)
  for (const [at, { place }] of history.steps.entries()) {
    const step = steps[at]
    if (!step) continue
    const named = dialectInPath(step.path)
    const its = named === 'other' ? undefined : (named ?? step.dialect ?? dialect)
    const about = { step, dialect: its, version: 14, isLarge: () => false, opaque: [] }
    const after = schemas.of(step)
    const moments = momentsOfPart(step.up, after, { ...about, way: 'up' }, options)
    const back = step.down ?? step.inverted
    if (back) {
      const opaque = step.up.operations ?? []
      moments.push(...momentsOfPart(back, after, { ...about, way: 'down', opaque }, options))
    }
    const migration = { adapter: history.adapter, place, head: step, changes: [], textEdited: false }
    // A squashed migration runs where there is nothing yet.
    for (const rule of step.models?.replaces.length ? [] : judged) {
      for await (const report of reportsOf(rule, migration, moments, changeSet)) tell(key, rule.id, report)
    }
    schemas.apply(step, 'base')
  }
}

/** Runs a rule over one migration whose moments are known; a rule that asks for anything else has nothing to say here. */
async function* reportsOf(
  rule: Rule,
  migration: unknown,
  moments: readonly Moment[],
  changeSet: RuleContext['changeSet'],
): AsyncIterable<Report> {
  let isHazard = false
  const shared = async (key: string): Promise<unknown> => {
    // Comments for other linters are left out of account.
    if (key.startsWith('hazards accepted in')) return []
    isHazard ||= key.startsWith('migration moments')
    return key.startsWith('migration moments')
      ? moments
      : { changes: isHazard || key.startsWith('migrations ') ? [migration] : [], notLookedAt: [] }
  }
  const signal = AbortSignal.timeout(60_000)
  const context = { changeSet, changes: [], options, shared, signal, incomplete: () => {}, remark: () => {} }
  const reports: Report[] = []
  try {
    for await (const report of rule.check(context as unknown as RuleContext)) reports.push(report)
  } catch (error) {
    if (isHazard) throw error
  }
  if (isHazard) yield* reports
}

function tell(key: string, id: string, report: Report): void {
  const mine = counts.get(id) ?? new Map<string, number>()
  counts.set(id, mine.set(key, (mine.get(key) ?? 0) + 1))
  if (values.findings === undefined) return
  const { path, region } = report.location
  appendFileSync(
    values.findings,
    `${id.split('/')[1]}\t${key}\t${path}:${region?.startLine ?? 1}\t${report.message}\n`,
  )
}

function print(): void {
  const all = [...total.values()].reduce((sum, one) => sum + one, 0)
  for (const [key, steps] of total) console.log(`${key}: ${steps} migrations`)
  console.log(`\n| rule | status | findings | per 100 migrations |\n| --- | --- | --- | --- |`)
  for (const [id, by] of [...counts].toSorted(([a], [b]) => a.localeCompare(b))) {
    const sum = [...by.values()].reduce((left, right) => left + right, 0)
    const status = rules.find((rule) => rule.id === id)?.status ?? ''
    console.log(`| ${id.split('/')[1]} | ${status} | ${sum} | ${((100 * sum) / all).toFixed(1)} |`)
  }
}
