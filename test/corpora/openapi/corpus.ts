import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, extname, join, relative } from 'node:path'
import { rules } from '../../../checks/index.ts'
import { memoryChangeSet } from '../../../src/changeset/memory.ts'
import { runRule, SharedValues } from '../../../src/engine/run-rule.ts'
import type { Level, Report } from '../../../src/model/index.ts'
import { DISSENTS } from './dissents.ts'
import { rulesFor } from './rules-by-id.ts'

/**
 * Runs the family over pairs of descriptions with known answers and prints how many of the breaking and of
 * the compatible ones are flagged at error. The corpus is not part of the repository: CORPUS_OPENAPI names
 * its folder. Exit code 1 when it falls short.
 */
interface Case {
  n: number
  base: string
  head: string
  class: 'breaking' | 'compatible' | 'unclassified'
  expected: { id: string; level?: string }[]
}

const ROOT = join(import.meta.dirname, '../../..')
const CORPUS = process.env['CORPUS_OPENAPI'] ?? join(ROOT, '../shared/corpora/openapi-breaking')
const NOW = new Date('2026-11-22T12:00:00Z')
const family = rules.filter((rule) => rule.family === 'api-compatibility')

if (existsSync(join(CORPUS, 'cases.json'))) await main()
else console.log(`skipped: no corpus at ${CORPUS}; set CORPUS_OPENAPI to the folder that holds cases.json`)

async function main(): Promise<void> {
  const cases = JSON.parse(readFileSync(join(CORPUS, 'cases.json'), 'utf8')) as Case[]
  const dissents = new Map(DISSENTS.map((dissent) => [dissent.n, dissent.why]))
  const flagged = { breaking: 0, compatible: 0, unclassified: 0 }
  const total = { breaking: 0, compatible: 0, unclassified: 0 }
  const byRule = new Map<string, number>()
  const open: string[] = []
  const stale = new Set(dissents.keys())
  let withoutLine = 0
  let right = 0
  let whole = 0
  const wrong: string[] = []
  for (const one of cases) {
    const found = await reportsOf(one)
    const error = found.some(({ level }) => level === 'error')
    total[one.class]++
    if (error) flagged[one.class]++
    if (one.class === 'breaking' && error) {
      const { answered, missing } = answersTo(one, found)
      if (answered.length > 0) right++
      if (answered.length > 0 && missing.length === 0) whole++
      if (missing.length > 0)
        wrong.push(`${answered.length > 0 ? 'in part' : 'not at all'} ${one.n}: ${missing.join(', ')}`)
    }
    withoutLine += found.filter(({ report }) => !report.location.region).length
    for (const id of new Set(found.map(({ rule }) => rule))) byRule.set(id, (byRule.get(id) ?? 0) + 1)
    if (one.class === 'unclassified' || error === (one.class === 'breaking')) continue
    stale.delete(one.n)
    if (!dissents.has(one.n)) {
      open.push(
        `${one.n} ${one.class}: ${one.base} -> ${one.head} (${one.expected.map(({ id }) => id).join(', ')})`,
      )
    }
  }
  console.log('rule: pairs it reports in')
  for (const [id, count] of [...byRule].toSorted((a, b) => b[1] - a[1])) console.log(`  ${id}: ${count}`)
  console.log(`breaking flagged at error: ${flagged.breaking} of ${total.breaking}`)
  console.log(`  of these by the right rule: ${right}; for every id of level ERR: ${whole}`)
  for (const line of wrong) console.log(`    ${line}`)
  console.log(`compatible flagged at error: ${flagged.compatible} of ${total.compatible}`)
  console.log(`findings without a line: ${withoutLine}`)
  console.log(`judged otherwise with a reason: ${dissents.size}`)
  for (const line of open) console.log(`judged otherwise without a reason: ${line}`)
  for (const n of stale) console.log(`a reason nothing needs: ${n}`)
  if (open.length > 0 || stale.size > 0 || withoutLine > 0) process.exitCode = 1
}

async function reportsOf(one: Case): Promise<{ rule: string; level: Level; report: Report }[]> {
  const changeSet = memoryChangeSet(filesOf(one.base), filesOf(one.head))
  const shared = new SharedValues()
  const found: { rule: string; level: Level; report: Report }[] = []
  for (const rule of family) {
    const { changes } = changeSet
    const options = rule.options.parse({})
    const signal = AbortSignal.timeout(20_000)
    const { reports } = await runRule({ rule, changeSet, changes, options, now: NOW, signal, shared })
    for (const report of reports) found.push({ rule: rule.id, level: report.level ?? rule.level, report })
  }
  return found
}

/** Ids of level ERR that a rule which speaks of them reported at error, and the others. */
function answersTo(
  one: Case,
  found: readonly { rule: string; level: Level }[],
): { answered: string[]; missing: string[] } {
  const reported = new Set(found.filter(({ level }) => level === 'error').map(({ rule }) => rule))
  const isAnswered = (id: string): boolean =>
    rulesFor(id).some((rule) => reported.has(`api-compatibility/${rule}`))
  const ids = one.expected.filter(({ level }) => level === 'ERR').map(({ id }) => id)
  return { answered: ids.filter(isAnswered), missing: ids.filter((id) => !isAnswered(id)) }
}

/** A description that refers to files beside it comes with its whole folder, under the same names. */
function filesOf(path: string): Record<string, string> {
  const file = join(CORPUS, path)
  const text = readFileSync(file, 'utf8')
  if (!/\$ref["']?:\s*["']?[^#"'\s]/.test(text)) return { [`api/openapi${extname(path)}`]: text }
  const folder = dirname(file)
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(ya?ml|json)$/.test(name),
  )
  return Object.fromEntries(
    all.map((name) => [
      join('api', relative(folder, join(folder, name))),
      readFileSync(join(folder, name), 'utf8'),
    ]),
  )
}
