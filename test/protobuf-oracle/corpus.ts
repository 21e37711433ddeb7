import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CATEGORIES,
  compareProtobuf,
  type ProtobufComparison,
} from '../../checks/api-compatibility/protobuf/compare-protobuf.ts'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { PROGRAMS } from '../../src/engine/tools/programs.ts'
import { runTool } from '../../src/engine/tools/run-tool.ts'

/**
 * Runs the comparison over the pairs of buf's own tests and prints how often it agrees: with what those tests assert, rule by rule
 * and line by line, under their configurations; and with what buf itself says under each category where there is none.
 * The pairs are not part of the repository: CORPUS_PROTOBUF names the folder `private/bufpkg/bufcheck` of
 * https://github.com/bufbuild/buf. Exit code 1 when anything differs.
 */
const CORPUS = process.env['CORPUS_PROTOBUF'] ?? ''
/** These need plugins, which are programs of the repository and never run. */
const PLUGINS = /plugin|policy/

const MOVED =
  'files that lie in a folder named as their package moved with the root above it: imports and generated code stay as they were'
/** Where buf without a configuration says something else, and why that is not followed. */
const DISSENTS: Partial<Record<string, string>> = {
  'breaking_file_no_delete FILE': MOVED,
  'breaking_file_no_delete_ignores FILE': MOVED,
  'breaking_file_same_package FILE': MOVED,
}

if (existsSync(join(CORPUS, 'breaking_test.go'))) await main()
else console.log('skipped: CORPUS_PROTOBUF names no folder that holds breaking_test.go')

async function main(): Promise<void> {
  const asserted = assertions(readFileSync(join(CORPUS, 'breaking_test.go'), 'utf8'))
  const differing: string[] = []
  const tally = {
    pairs: 0,
    pairsAgreed: 0,
    findings: 0,
    removed: 0,
    runs: 0,
    runsAgreed: 0,
    dissents: 0,
    milliseconds: 0,
  }
  for (const [name, expected] of asserted) {
    if (PLUGINS.test(name)) continue
    const [before, after] = [files('previous', name), files('current', name)]
    const config = merged(before['buf.yaml'] ?? '', after['buf.yaml'] ?? 'version: v2\n')
    const started = performance.now()
    const found = await compare({ ...before, 'buf.yaml': config }, after)
    tally.milliseconds += performance.now() - started
    const { ours, theirs, removed } = aligned(found, expected)
    tally.pairs++
    tally.findings += ours.length
    tally.removed += removed
    if (same(ours, theirs) && found.problems.length + found.notLookedAt.length === 0) tally.pairsAgreed++
    else differing.push(...differences(`${name} (asserted)`, ours, theirs, found))
    for (const category of CATEGORIES.slice(1)) {
      const native = nativeVerdict(name, category)
      const own = await compare(without(before), without(after), category)
      const said = own.breaking.map(({ type, message }) => `${type} ${plain(message)}`)
      tally.runs++
      if (same(said, native) && own.problems.length + own.notLookedAt.length === 0) tally.runsAgreed++
      else if (DISSENTS[`${name} ${category}`] !== undefined) tally.dissents++
      else differing.push(...differences(`${name} (${category})`, said, native, own))
    }
  }
  for (const line of differing) console.log(line)
  console.log(
    `pairs whose assertions agree, rule by rule and line by line: ${tally.pairsAgreed} of ${tally.pairs}`,
  )
  console.log(`findings in them: ${tally.findings}, of which on a line of the base: ${tally.removed}`)
  console.log(`pairs and categories where buf itself says the same: ${tally.runsAgreed} of ${tally.runs}`)
  console.log(`judged otherwise with a reason: ${tally.dissents}`)
  console.log(`milliseconds a pair: ${Math.round(tally.milliseconds / tally.pairs)}`)
  if (differing.length > 0) process.exitCode = 1
}

function compare(
  base: Record<string, string>,
  head: Record<string, string>,
  category: (typeof CATEGORIES)[number] = 'configured',
): Promise<ProtobufComparison> {
  return compareProtobuf(memoryChangeSet(base, head), (request) => runTool(request), {
    category,
    exclude: [],
  })
}

function files(version: string, name: string): Record<string, string> {
  const folder = join(CORPUS, 'testdata/breaking', version, name)
  return Object.fromEntries(
    globSync('**/*.{proto,yaml}', { cwd: folder }).map((path) => [
      path,
      readFileSync(join(folder, path), 'utf8'),
    ]),
  )
}

function without(all: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(all).filter(([path]) => path.endsWith('.proto')))
}

/** What buf says of the folders themselves, without their configuration. */
function nativeVerdict(name: string, category: string): string[] {
  const found = PROGRAMS['buf-breaking'].find()
  if ('why' in found) throw new Error(found.why)
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'))
  try {
    for (const [from, to] of [
      ['current', 'head'],
      ['previous', 'base'],
    ] as const) {
      cpSync(join(CORPUS, 'testdata/breaking', from, name), join(folder, to), { recursive: true })
      for (const path of readdirSync(join(folder, to)))
        if (path.endsWith('.yaml')) rmSync(join(folder, to, path))
      writeFileSync(join(folder, to, 'buf.yaml'), `version: v2\nbreaking:\n  use: [${category}]\n`)
    }
    return execFileSync(found.path, ['breaking', 'head', '--against', 'base', '--error-format', 'json'], {
      cwd: folder,
      env: { HOME: folder },
      encoding: 'utf8',
    })
      .split('\n')
      .filter(Boolean)
      .map(said)
  } catch (error) {
    const { stdout = '', status } = error as { stdout?: string; status?: number }
    if (status !== 100) throw error
    return stdout.split('\n').filter(Boolean).map(said)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function said(line: string): string {
  const { type, message } = JSON.parse(line) as { type: string; message: string }
  return `${type} ${plain(message)}`
}

/** File names differ: ours are handed over under names of our own. */
function plain(message: string): string {
  return message.replace(/file "[^"]*"/, 'file')
}

function assertions(source: string): Map<string, Asserted[]> {
  const cases = new Map<string, Asserted[]>()
  for (const [, name = '', rest = ''] of source.matchAll(
    /testBreaking\(\s*t,\s*"([^"]+)",([\s\S]*?)\n\t\)\n/g,
  )) {
    const expected = [
      ...rest.matchAll(/NewFileAnnotation(NoLocationOrPath|NoLocation)?\(\s*t,\s*([^)]*)\)/g),
    ].map(([, kind, list = '']) => {
      const words = list.split(',').map((word) => word.trim().replaceAll('"', ''))
      const type = (kind ? words[kind === 'NoLocation' ? 1 : 0] : words[5]) ?? ''
      return {
        type,
        path: kind === 'NoLocationOrPath' ? '' : (words[0] ?? ''),
        line: kind ? 1 : Number(words[1]),
      }
    })
    cases.set(name, expected)
  }
  return cases
}

/** The base's own layout with the settings that the test asserts with: buf's tests take those of the newer side. */
function merged(before: string, after: string): string {
  const own = after.indexOf('breaking:')
  if (!before.includes('roots:') || own < 0) return after
  return `${before.replace(/^breaking:[\s\S]*/m, '')}\n${after.slice(own)}`
}

interface Asserted {
  type: string
  path: string
  line: number
}

/** Ours and theirs in one form: for what we place on a line of the base, buf asserts what was around it, or nothing. */
function aligned(
  { breaking }: ProtobufComparison,
  expected: readonly Asserted[],
): { ours: string[]; theirs: string[]; removed: number } {
  const left = [...expected]
  const ours: string[] = []
  let removed = 0
  const take = (matches: (one: Asserted) => boolean): Asserted | undefined => {
    const index = left.findIndex(matches)
    return index < 0 ? undefined : left.splice(index, 1)[0]
  }
  const theirs: string[] = []
  // The head's first: what is left over stands for something that is gone.
  for (const { type, place } of breaking.toSorted((a, b) => (a.place.side < b.place.side ? 1 : -1))) {
    const isHere = ({ path, line }: Asserted): boolean =>
      place.side === 'base' || (line === place.line && `/${place.path}`.endsWith(`/${path}`))
    const found = take((one) => one.type === type && isHere(one))
    const text = `${type} ${place.side} ${place.path}:${place.line}`
    ours.push(text)
    if (found) theirs.push(text)
    if (place.side === 'base') removed++
  }
  theirs.push(...left.map(({ type, path, line }) => `${type} ${path}:${line}`))
  return { ours, theirs, removed }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.toSorted().join('\n') === b.toSorted().join('\n')
}

function differences(
  name: string,
  ours: readonly string[],
  theirs: readonly string[],
  { problems, notLookedAt }: ProtobufComparison,
): string[] {
  const count = (all: readonly string[], one: string): number => all.filter((other) => other === one).length
  const lines = [...new Set([...ours, ...theirs])].toSorted().flatMap((one) => {
    const [mine, their] = [count(ours, one), count(theirs, one)]
    return mine === their ? [] : [`  ${mine} here, ${their} there: ${one}`]
  })
  const further = [
    ...problems.map(({ message, place }) => `${place.path}:${place.line} ${message}`),
    ...notLookedAt,
  ]
  return [`${name}:`, ...lines, ...further.map((line) => `  ${line}`)]
}
