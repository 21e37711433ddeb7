import { readFileSync } from 'node:fs'
import { rules } from '../../checks/index.ts'
import { memorySnapshot } from '../../src/changeset/memory.ts'
import { runRule, SharedValues } from '../../src/engine/run-rule.ts'
import type { Snapshot } from '../../src/model/index.ts'

/**
 * Reviews two versions of one description with the whole family, in a process of its own that `bench.ts`
 * measures, and prints `{ findings, withLine, lines }` as JSON.
 */
const [base, head] = process.argv.slice(2)
if (base === undefined || head === undefined) throw new Error('run-family.ts <base> <head>')
const path = head.endsWith('.json') ? 'openapi.json' : 'openapi.yaml'
const snapshot = (file: string): Snapshot => {
  const known = memorySnapshot({ [path]: readFileSync(file, 'utf8') })
  const content = known.read(path)
  return { ...known, read: () => content }
}
const changeSet = {
  base: snapshot(base),
  head: snapshot(head),
  changes: [{ status: 'modified' as const, path, added: [], removed: [], hunks: [] }],
  incomplete: [],
}
// As without configuration: preview rules are off.
const ours = rules.filter(({ family, status }) => family === 'api-compatibility' && status !== 'preview')
const shared = new SharedValues()
let findings = 0
let withLine = 0
const lines = new Set<string>()
for (const rule of ours) {
  const options = rule.options.parse({})
  const signal = AbortSignal.timeout(120_000)
  const { changes } = changeSet
  const { reports } = await runRule({ rule, changeSet, changes, options, now: new Date(), signal, shared })
  findings += reports.length
  withLine += reports.filter(({ location }) => location.region).length
  for (const { location } of reports) lines.add(`${location.side} ${location.region?.startLine ?? ''}`)
}
console.log(JSON.stringify({ findings, withLine, lines: lines.size }))
