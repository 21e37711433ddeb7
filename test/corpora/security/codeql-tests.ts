import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { analyse } from '../../../checks/insecure-patterns/engine/analyse.ts'
import type { RuleData } from '../../../checks/insecure-patterns/engine/schema.ts'
import { folderProject } from './folder-project.ts'
import type { Judged } from './measured.ts'

/** Endings of the files that tests of a language consist of. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  java: ['.java', '.kt'],
  javascript: ['.js', '.ts', '.jsx', '.tsx', '.mjs', '.cjs'],
  python: ['.py'],
  go: ['.go'],
  csharp: ['.cs'],
  ruby: ['.rb', '.erb'],
  rust: ['.rs'],
}

/** Lines on from an alert within which a finding may begin: theirs stand on an argument, ours on its call. */
const REACH = 2

interface Alert {
  file: string
  from: number
  to: number
  query: string
}

/**
 * What our own rules say of the tests of CodeQL's security queries (github/codeql in CORPUS_DIR as `codeql`), whose answers stand
 * beside them, an alert by file and line, or in their comments (`$ Alert`, `$ hasXss`). Halves by a hash of the file's path: even
 * ones may be looked at to learn what is missing, odd ones never. Besides: a finding of a weakness (CWE) that the folder's
 * queries are about, in a file of theirs, of which they say nothing.
 */
export async function codeqlTests(
  clone: string,
  language: string,
  rules: ReadonlyMap<string, RuleData>,
  list: boolean,
  judged?: Judged,
): Promise<void> {
  const endings = ENDINGS[language]
  if (!endings) throw new Error(`Languages: ${Object.keys(ENDINGS).join(', ')}.`)
  const counts = [0, 1].map(() => ({ files: 0, alerts: 0, found: 0, said: 0, besides: 0 }))
  const seen = new Set<string>()
  for (const [folder, { alerts, weaknesses }] of [...testFolders(clone, language)].toReversed()) {
    const project = folderProject(join(clone, folder))
    for (const file of [...project.paths].toSorted()) {
      const path = `${folder}/${file}`
      if (!endings.includes(extname(file)) || seen.has(path)) continue
      // A folder inside comes first, and has its own.
      seen.add(path)
      const code = readFileSync(join(clone, path), 'utf8')
      const expected = [...alerts.filter((alert) => alert.file === file)]
      for (const alert of written(code, file))
        if (!expected.some(({ from }) => from === alert.from)) expected.push(alert)
      const half = (createHash('sha256').update(path).digest()[0] ?? 0) % 2
      const count = counts[half]
      if (!count) continue
      const { matches } = await analyse(file, code, rules, project)
      const said = [...matches].flatMap(([rule, found]) =>
        found.map(({ region: { startLine, endLine = startLine } }) => ({ rule, startLine, endLine })),
      )
      count.files += 1
      for (const { from, to, query } of expected) {
        count.alerts += 1
        if (said.some((one) => one.endLine >= from - REACH && one.startLine <= to + REACH)) count.found += 1
        else if (list && half === 0) console.log(`missed ${path}:${from} ${query}`)
      }
      for (const { rule, startLine, endLine } of said) {
        if (!rules.get(rule)?.cwe.some((cwe) => weaknesses.has(cwe))) continue
        count.said += 1
        const isRight = expected.some(({ from, to }) => endLine >= from - REACH && startLine <= to + REACH)
        judged?.(rule, isRight)
        if (isRight) continue
        count.besides += 1
        if (list && half === 0) console.log(`besides (${rule}) ${path}:${startLine}`)
      }
    }
  }
  if (judged) return
  for (const [index, { files, alerts, found, said, besides }] of counts.entries())
    console.log(
      `${language}, ${index === 0 ? 'even half, looked at' : 'odd half, never looked at'}: ${files} files, ${found} of ${alerts} alerts found (${percent(found, alerts)}), ${besides} of ${said} findings of the same weaknesses beside them (${percent(besides, said)})`,
    )
}

const percent = (some: number, all: number): string => `${((100 * some) / Math.max(1, all)).toFixed(1)} %`

/** What comments expect where they stand: not what is missing, where it comes from or goes by, or that something flows at all. */
function written(code: string, file: string): Alert[] {
  return code.split('\n').flatMap((line, index) => {
    const text = /(?:\/\/|#) ?\$ ?(?!BAD|GOOD|OK|NON-NLS)([A-Za-z].*)/
      .exec(line)?.[1]
      ?.split(/\b(?:MISSING|SPURIOUS):/)[0]
    const query = text?.match(
      /\b(?:Alert|has(?!TaintFlow|Result)[A-Z]\w*|SSRF|xss|sqlInjection|unsafeDeserialization|HardcodedCredentials\w+)\b/,
    )?.[0]
    return query === undefined ? [] : [{ file, from: index + 1, to: index + 1, query }]
  })
}

interface Tests {
  alerts: Alert[]
  weaknesses: Set<number>
}

/** Folders that hold tests of security queries, with what these expect there; a folder before those inside it. */
function testFolders(clone: string, language: string): Map<string, Tests> {
  const folders = new Map<string, Tests>()
  for (const reference of globSync(`${language}/ql/test/**/*.qlref`, { cwd: clone }).toSorted()) {
    const about = aboutQuery(clone, language, readFileSync(join(clone, reference), 'utf8'))
    const answers = join(clone, reference.replace(/\.qlref$/, '.expected'))
    if (!about || !existsSync(answers)) continue
    const folder = dirname(reference)
    const known = folders.get(folder) ?? { alerts: [], weaknesses: new Set() }
    known.alerts.push(...alertsOf(readFileSync(answers, 'utf8'), about.id))
    for (const weakness of about.weaknesses) known.weaknesses.add(weakness)
    folders.set(folder, known)
  }
  for (const test of globSync(`${language}/ql/test/query-tests/[Ss]ecurity*/CWE-*/**/*.ql`, { cwd: clone })) {
    const folder = dirname(test)
    const weakness = Number(/CWE-(\d+)/.exec(test)?.[1])
    if (!folders.has(folder)) folders.set(folder, { alerts: [], weaknesses: new Set([weakness]) })
  }
  return new Map([...folders].toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** A security query's name and weaknesses, of its own head; nothing for a query about something else. */
function aboutQuery(
  clone: string,
  language: string,
  reference: string,
): { id: string; weaknesses: number[] } | undefined {
  const name = (/^query:\s*(.+)$/m.exec(reference)?.[1] ?? reference).trim()
  const path = join(clone, language, 'ql/src', name)
  if (!name.endsWith('.ql') || !existsSync(path)) return undefined
  const head = readFileSync(path, 'utf8').split('*/')[0] ?? ''
  if (!/@kind (?:path-)?problem/.test(head) || !/^\s*\*\s*(?:@tags\s+)?security\s*$/m.test(head))
    return undefined
  return {
    id: /@id (\S+)/.exec(head)?.[1] ?? basename(name),
    weaknesses: [...head.matchAll(/external\/cwe\/cwe-(\d+)/g)].map(([, number]) => Number(number)),
  }
}

/** Rows `| file:line:column:line:column | … |` of the answers' part `#select`, or of all where nothing else is there. */
function alertsOf(text: string, query: string): Alert[] {
  const alerts = []
  let part = '#select'
  for (const line of text.split('\n')) {
    if (/^[#\w]+$/.test(line)) part = line
    const [, file = '', from = '', to = ''] = /^\| ([^|:]+):(\d+):\d+:(\d+):\d+ \|/.exec(line) ?? []
    if (part === '#select' && file !== '') alerts.push({ file, from: Number(from), to: Number(to), query })
  }
  return alerts
}
