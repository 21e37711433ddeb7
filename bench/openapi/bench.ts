import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { rules } from '../../checks/index.ts'
import { memorySnapshot } from '../../src/changeset/memory.ts'
import { runRule, SharedValues } from '../../src/engine/run-rule.ts'
import type { Snapshot } from '../../src/model/index.ts'

/**
 * Reviews two versions of one large description with the whole family and prints time, memory and findings:
 * `node bench/openapi/bench.ts base.json head.json`. With GitHub's own: @octokit/openapi in two majors,
 * `generated/api.github.com.json`.
 */
const [base, head] = process.argv.slice(2)
if (base === undefined || head === undefined) {
  console.log('usage: bench.ts <base description> <head description>')
  process.exit(2)
}
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
const shared = new SharedValues()
const before = process.cpuUsage()
const start = performance.now()
let findings = 0
const lines = new Set<string>()
for (const rule of rules.filter(({ family }) => family === 'api-compatibility')) {
  const options = rule.options.parse({})
  const signal = AbortSignal.timeout(120_000)
  const { changes } = changeSet
  const { reports } = await runRule({ rule, changeSet, changes, options, now: new Date(), signal, shared })
  findings += reports.length
  for (const { location } of reports) lines.add(`${location.side} ${location.region?.startLine ?? ''}`)
}
const cpu = process.cpuUsage(before)
console.log(`${cpus().length} cores, ${cpus()[0]?.model ?? ''}, Node ${process.version}`)
console.log(`findings: ${findings} on ${lines.size} lines`)
console.log(`wall: ${((performance.now() - start) / 1000).toFixed(2)} s`)
console.log(`cpu: ${((cpu.user + cpu.system) / 1e6).toFixed(2)} s`)
console.log(`peak memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`)
