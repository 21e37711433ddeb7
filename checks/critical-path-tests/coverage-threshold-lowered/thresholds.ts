import type { Region } from '../../../src/model/index.ts'
import { languageOf, parseCode, Source, type SyntaxNode } from '../../../src/parse/code/index.ts'
import { parseJson } from '../../../src/parse/json/parse-json.ts'
import type { Pointer, SourceTree } from '../../../src/parse/source-tree.ts'
import { parseYaml } from '../../../src/parse/yaml/parse-yaml.ts'

/** How much coverage a file asks for, in one place. */
export interface Threshold {
  /** Equal for the same threshold before and after a change. */
  key: string
  value: number
  region: Region
  /** Whether a greater number asks for less: how far coverage may fall. */
  isTolerance: boolean
}

export const THRESHOLD_GLOBS = [
  '**/{package,jest.config,vitest.config,coveralls}.json',
  '**/.{nycrc,c8rc}{,.json,.yml,.yaml}',
  '**/{jest,vitest,vite,nyc,karma}.config.{js,cjs,mjs,ts,cts,mts}',
  '**/{.coveragerc,setup.cfg,tox.ini,pytest.ini,pyproject.toml,Makefile,noxfile.py}',
  '**/{,.}codecov.{yml,yaml}',
  '**/.testcoverage.{yml,yaml}',
  '**/{spec_helper,rails_helper,test_helper}.rb',
  '**/.simplecov',
  '**/pom.xml',
  '**/*.{gradle,gradle.kts}',
  '**/{*.csproj,Directory.Build.props}',
  '**/.github/workflows/*.{yml,yaml}',
  '**/composer.json',
]

/** What stands in every file with a threshold: no other is worth parsing. */
const WORDS =
  /branches|functions|lines|statements|fail[-_]under|coverage|<minimum>|minBound|minValue|target|threshold|--min=/i

/**
 * The thresholds of a file by its name, or why it cannot be read.
 * Keys of structured files are their paths; those of others are words, numbered where they repeat.
 */
export async function thresholds(path: string, text: string): Promise<Threshold[] | { problem: string }> {
  if (!WORDS.test(text)) return []
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (/^\.?codecov\.ya?ml$/.test(name)) return ofTree(parseYaml(path, text), codecovKey)
  if (/^\.testcoverage\.ya?ml$/.test(name)) return ofTree(parseYaml(path, text), goKey)
  // Without an ending it may be either, and JSON is YAML.
  if (/^\.(?:nyc|c8)rc(?:\.ya?ml)?$/.test(name)) return ofTree(parseYaml(path, text), metricKey)
  if (/^\.(?:nyc|c8)rc\.json$/.test(name)) return ofTree(parseJson(path, text), metricKey)
  if (/^(?:package|composer)\.json$/.test(name)) {
    const inside = ofTree(parseJson(path, text), (keys) =>
      /^(?:jest|nyc|c8)$/.test(keys[0] ?? '') ? metricKey(keys) : undefined,
    )
    return 'problem' in inside ? inside : [...inside, ...ofText(text)]
  }
  if (name.endsWith('.json')) return ofTree(parseJson(path, text), metricKey)
  const language = languageOf(path)
  if (language === 'javascript' || language === 'typescript') {
    const parsed = await parseCode(text, language)
    return parsed.kind === 'parsed' ? ofScript(parsed.root) : { problem: parsed.detail }
  }
  return ofText(text)
}

const METRIC = /^(?:branches|functions|lines|statements|minimum_coverage)$/

/** nyc and c8 hold them at the top, Jest under `coverageThreshold`, Vitest under `thresholds`. */
function metricKey(keys: readonly string[]): 'least' | undefined {
  return METRIC.test(keys.at(-1) ?? '') ? 'least' : undefined
}

function codecovKey(keys: readonly string[]): 'least' | 'tolerance' | undefined {
  if (!keys.includes('status')) return undefined
  const last = keys.at(-1)
  return last === 'target' ? 'least' : last === 'threshold' ? 'tolerance' : undefined
}

function goKey(keys: readonly string[]): 'least' | undefined {
  return keys.includes('threshold') ? 'least' : undefined
}

type KeyReader = (keys: readonly string[]) => 'least' | 'tolerance' | undefined

function ofTree(tree: SourceTree, read: KeyReader): Threshold[] | { problem: string } {
  const [problem] = tree.problems
  if (problem) return { problem: problem.message }
  const found: { pointer: Pointer; keys: string[]; value: number; isTolerance: boolean }[] = []
  const stack: { pointer: Pointer; value: unknown }[] = [{ pointer: [], value: tree.value }]
  for (let at = stack.pop(); at; at = stack.pop()) {
    const { pointer, value } = at
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value))
        stack.push({ pointer: [...pointer, Array.isArray(value) ? Number(key) : key], value: inner })
      continue
    }
    const keys = pointer.map(String)
    const kind = read(keys)
    const number = numberOf(value)
    if (kind && number !== undefined)
      found.push({ pointer, keys, value: number, isTolerance: kind === 'tolerance' })
  }
  const regions = tree.locate(found.map(({ pointer }) => pointer))
  return found.map(({ keys, value, isTolerance }, index) => ({
    key: keys.join('.'),
    value,
    isTolerance,
    region: regions[index] ?? { startLine: 1, endLine: 1 },
  }))
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  const match = typeof value === 'string' ? /^(-?\d+(?:\.\d+)?)\s*%?$/.exec(value.trim()) : null
  return match ? Number(match[1]) : undefined
}

/** `thresholds: { lines: 90 }` of Vitest, `coverageThreshold: { global: { lines: 90 } }` of Jest. */
function ofScript(root: SyntaxNode): Threshold[] {
  const found: Threshold[] = []
  for (const node of root.walk()) {
    if (node.type !== 'pair' || !METRIC.test(keyOf(node))) continue
    const value = numberOf(node.child('value')?.text)
    const keys = [keyOf(node)]
    for (let at = node.ancestor('pair'); at; at = at.ancestor('pair')) keys.unshift(keyOf(at))
    if (value === undefined || !keys.some((key) => /^(?:thresholds?|coverageThreshold|check)$/.test(key)))
      continue
    found.push({ key: keys.join('.'), value, region: node.region, isTolerance: false })
  }
  return found
}

function keyOf(pair: SyntaxNode): string {
  return pair.child('key')?.text.replaceAll(/^['"]|['"]$/g, '') ?? ''
}

const NUMBER = String.raw`(\d{1,3}(?:\.\d{1,6})?)`
/** One line each. The first group, where there are two, names which of several it is. */
const LINES: readonly { pattern: RegExp; isTolerance?: boolean; within?: RegExp }[] = [
  // coverage.py, and pytest-cov's and cargo tarpaulin's option.
  { pattern: new RegExp(String.raw`^\s*(fail_under)\s*=\s*${NUMBER}`) },
  { pattern: new RegExp(String.raw`(--(?:cov-)?fail-under(?:-\w+)?)[= ]${NUMBER}`) },
  // c8, nyc, node's runner, Vitest, Pest on the command line.
  {
    pattern: new RegExp(
      String.raw`(--(?:coverage\.thresholds\.|test-coverage-)?(?:lines|branches|functions|statements))[= ]${NUMBER}`,
    ),
    within: /c8|nyc|--test|vitest/,
  },
  { pattern: new RegExp(String.raw`--coverage\b.*(--min)=${NUMBER}`) },
  // SimpleCov.
  { pattern: new RegExp(String.raw`^\s*(?:SimpleCov\.)?(minimum_coverage(?:_by_file)?)[\s(]+${NUMBER}`) },
  {
    pattern: new RegExp(
      String.raw`^\s*(?:SimpleCov\.)?(minimum_coverage(?:_by_file)?)[\s(]+(?:line|branch):\s*${NUMBER}`,
    ),
  },
  {
    pattern: new RegExp(String.raw`^\s*(?:SimpleCov\.)?(maximum_coverage_drop)[\s(]+${NUMBER}`),
    isTolerance: true,
  },
  // JaCoCo in Maven and Gradle, Kover.
  { pattern: new RegExp(String.raw`<(minimum)>${NUMBER}%?</minimum>`), within: /jacoco/ },
  { pattern: new RegExp(String.raw`^\s*(minimum)\s*=\s*(?:BigDecimal\()?["']?${NUMBER}`), within: /jacoco/i },
  { pattern: new RegExp(String.raw`^\s*(minBound|minValue)\s*(?:=|\()\s*${NUMBER}`), within: /kover/i },
  // coverlet.
  { pattern: new RegExp(String.raw`<(Threshold)>${NUMBER}</Threshold>`) },
  { pattern: new RegExp(String.raw`(/p:Threshold)=${NUMBER}`) },
]

function ofText(text: string): Threshold[] {
  const source = new Source(text)
  const patterns = LINES.filter(({ within }) => !within || within.test(text))
  const counts = new Map<string, number>()
  return text.split('\n').flatMap((line, index) => {
    if (line.length > 2000 || /^\s*(?:#|\/\/)/.test(line)) return []
    return patterns.flatMap(({ pattern, isTolerance = false }) => {
      const match = pattern.exec(line)
      const [, word = '', value] = match ?? []
      if (!match || value === undefined) return []
      const count = (counts.get(word) ?? 0) + 1
      counts.set(word, count)
      const start = source.lineStart(index + 1) + match.index
      const region = source.region(start, start + match[0].length)
      return [{ key: count === 1 ? word : `${word} ${count}`, value: Number(value), region, isTolerance }]
    })
  })
}
