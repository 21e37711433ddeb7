import { existsSync, globSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { customRules, importSemgrep } from '../../../checks/insecure-patterns/custom/index.ts'
import { memoryChangeSet } from '../../../src/changeset/memory.ts'
import { runRule } from '../../../src/engine/run-rule.ts'

const FOLDERS = '{csharp,go,java,javascript,kotlin,php,python,ruby,rust,typescript}'

/**
 * Translates each rule of a clone of github.com/semgrep/semgrep-rules and runs what was translated over the rule's own test
 * file, in which `ruleid:` and `ok:` stand above the lines that are (not) reported.
 */
export async function semgrepImport(folder: string): Promise<void> {
  const total = { translated: 0, left: 0, expected: 0, found: 0, besides: 0 }
  const why = new Map<string, number>()
  for (const file of globSync(`${FOLDERS}/**/*.{yaml,yml}`, { cwd: folder }).toSorted()) {
    if (/\.test\.ya?ml$/.test(file)) continue
    const { rules, left } = importSemgrep(readFileSync(join(folder, file), 'utf8'))
    total.left += left.length
    for (const { why: words } of left) {
      const key = words.replace(/.*: /s, '').slice(0, 60)
      why.set(key, (why.get(key) ?? 0) + 1)
    }
    const stem = join(folder, file).slice(0, -extname(file).length)
    const codes = globSync(`${stem}.*`).filter(
      (path) => !/\.(?:ya?ml|fixed\.\w+)$/.test(path) && existsSync(path),
    )
    for (const { name, data } of rules) {
      total.translated += 1
      const [rule] = customRules([{ id: `custom/${name}`, data, source: { what: file } }])
      if (!rule) continue
      for (const path of codes) {
        const code = readFileSync(path, 'utf8')
        const expected = expectedIn(code, name)
        const changeSet = memoryChangeSet({}, { [`src/app${extname(path)}`]: code })
        const { reports } = await runRule({
          rule,
          changeSet,
          changes: changeSet.changes,
          options: rule.options.parse({ exclude: [] }),
          now: new Date(),
          signal: AbortSignal.timeout(20_000),
        })
        const lines = new Set(reports.map(({ location }) => location.region?.startLine ?? 0))
        total.expected += expected.size
        // A call over several lines is shown at its own name, one line on at most.
        const near = (some: ReadonlySet<number>, line: number, step: number): boolean =>
          some.has(line) || some.has(line + step)
        total.found += [...expected].filter((line) => near(lines, line, 1)).length
        total.besides += [...lines].filter((line) => !near(expected, line, -1)).length
      }
    }
  }
  const { translated, left, expected, found, besides } = total
  console.log(`${translated} of ${translated + left} rules translate`)
  console.log(
    `of the lines that their tests expect, ${found} of ${expected} are reported, and ${besides} others`,
  )
  console.log('what most of the others ask for:')
  for (const [words, number] of [...why].toSorted((a, b) => b[1] - a[1]).slice(0, 10))
    console.log(`${number}\t${words}`)
}

function expectedIn(code: string, name: string): Set<number> {
  const plain = (id: string): string =>
    id
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(-60)
  return new Set(
    code.split('\n').flatMap((line, index) => {
      const [, id] = /\bruleid\s*:\s*([\w.-]+)/.exec(line) ?? []
      return id !== undefined && plain(id) === name ? [index + 2] : []
    }),
  )
}
