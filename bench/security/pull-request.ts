import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { runRule, SharedValues } from '../../src/engine/run-rule.ts'
import { patternRules } from '../../test/corpora/security/rules.ts'
import { folderProject } from '../../test/corpora/security/folder-project.ts'
import { patternRule } from '../../checks/insecure-patterns/engine/definition.ts'
import { milliseconds } from './measure.ts'

const FILES = 30

/**
 * Seconds that a pull request with 30 files of Kafka takes with every stable rule made from data, both sides looked at:
 * for files drawn evenly, and (printed alone) for the largest there are.
 */
export async function pullRequest(corpus: string): Promise<number> {
  const root = join(corpus, 'kafka')
  const main = [...folderProject(root).paths]
    .filter((path) => path.endsWith('.java') && path.includes('/src/main/'))
    .toSorted()
  const even = main.filter((_, index) => index % Math.floor(main.length / FILES) === 0).slice(0, FILES)
  const size = (path: string): number => statSync(join(root, path)).size
  const largest = main.toSorted((a, b) => size(b) - size(a)).slice(0, FILES)
  const group = { name: 'bench', rules: new Map() }
  const rules = [...patternRules()]
    .filter(([, { status }]) => status === 'stable')
    .map(([id, data]) => ({ ...patternRule(data, id, group), id, family: 'insecure-patterns' }))
  console.log('\n| pull request with | lines | seconds added |\n| --- | ---: | ---: |')
  const seconds = []
  for (const [name, paths] of [
    [`${FILES} files, drawn evenly`, even],
    [`the ${FILES} largest`, largest],
  ] as const) {
    const head = Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
    const base = Object.fromEntries(
      Object.entries(head).map(([path, text]) => [path, text.replace(/\n[^\n]*;\n/, '\n')]),
    )
    const changeSet = memoryChangeSet(base, head)
    const shared = new SharedValues()
    const from = process.cpuUsage()
    for (const rule of rules) {
      const { changes } = changeSet
      const options = rule.options.parse({ exclude: [] })
      const signal = AbortSignal.timeout(60_000)
      await runRule({ rule, changeSet, changes, options, now: new Date(0), signal, shared })
    }
    const took = milliseconds(from) / 1000
    seconds.push(took)
    const lines = Object.values(head).reduce((sum, text) => sum + text.split('\n').length, 0)
    console.log(`| ${name} | ${lines} | ${took.toFixed(2)} |`)
  }
  return seconds[0] ?? 0
}
