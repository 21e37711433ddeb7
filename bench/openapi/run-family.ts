import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type * as Loader from '../../checks/load-rule.ts'
import type * as Runner from '../../src/engine/run-rule.ts'
import type { FileContent, Snapshot } from '../../src/model/index.ts'

/**
 * Reviews two versions of one description with the whole family, in a process of its own that `bench.ts`
 * measures, and prints `{ findings, withLine, lines }` as JSON. It runs what `npm run build` makes: the program as it is published.
 */
const dist = join(import.meta.dirname, '../../dist')
const { loadRule } = (await import(join(dist, 'checks/load-rule.js'))) as typeof Loader
const { runRule, SharedValues } = (await import(join(dist, 'src/engine/run-rule.js'))) as typeof Runner
const [base, head] = process.argv.slice(2)
if (base === undefined || head === undefined) throw new Error('run-family.ts <base> <head>')
const path = head.endsWith('.json') ? 'openapi.json' : 'openapi.yaml'
/** A tree of one file, known by its name: git knows a content's identity before it is read. */
const snapshot = (file: string): Snapshot => {
  const content: FileContent = { kind: 'text', text: readFileSync(file, 'utf8'), oid: file }
  return {
    sha: file,
    entries: () => Promise.resolve([{ path, kind: 'file', oid: file }]),
    list: () => Promise.resolve([path]),
    read: () => Promise.resolve(content),
    readMany: () => Promise.resolve(new Map([[path, content]])),
  }
}
const changeSet = {
  base: snapshot(base),
  head: snapshot(head),
  changes: [{ status: 'modified' as const, path, added: [], removed: [], hunks: [] }],
  incomplete: [],
}
// As a review loads them; and as without configuration: preview rules are off.
const folders = globSync('api-compatibility/*/rule.js', { cwd: join(dist, 'checks') })
const family = await Promise.all(folders.toSorted().map((file) => loadRule(dirname(file))))
const ours = family.filter(({ status }) => status !== 'preview')
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
