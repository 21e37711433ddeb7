import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { analyse } from '../../../checks/insecure-patterns/engine/analyse.ts'
import type { RuleData } from '../../../checks/insecure-patterns/engine/schema.ts'
import type { Project } from '../../../checks/insecure-patterns/engine/project.ts'

/** How a benchmark of OWASP's says which of its cases are wrong, and which of our rules answer which category. */
export interface Benchmark {
  folder: string
  cases: string
  expected: string
  rules: Readonly<Record<string, readonly string[]>>
}

const COMMON = {
  sqli: ['sql-injection'],
  cmdi: ['command-injection'],
  ldapi: ['ldap-injection'],
  xpathi: ['xpath-injection'],
  pathtraver: ['path-traversal'],
  xss: ['xss'],
  trustbound: ['trust-boundary'],
  crypto: ['weak-cipher'],
  hash: ['weak-hash', 'broken-digest'],
  weakrand: ['insecure-random', 'predictable-random'],
  securecookie: ['insecure-cookie', 'cookie-without-secure'],
} as const

export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  'benchmark-java': {
    folder: 'BenchmarkJava',
    cases: 'src/main/java/org/owasp/benchmark/testcode',
    expected: 'expectedresults-1.2.csv',
    rules: COMMON,
  },
  'benchmark-python': {
    folder: 'BenchmarkPython',
    cases: 'testcode',
    expected: 'expectedresults-0.1.csv',
    rules: {
      ...COMMON,
      codeinj: ['eval-of-input'],
      deserialization: ['unsafe-deserialization'],
      redirect: ['open-redirect'],
      xxe: ['xxe'],
    },
  },
}

export interface CaseResult {
  name: string
  category: string
  isWrong: boolean
  reported: boolean
}

/** Runs every case of a benchmark, each in its own file. */
export async function runBenchmark(
  benchmark: Benchmark,
  corpus: string,
  rules: ReadonlyMap<string, RuleData>,
  project: ((folder: string) => Project) | undefined,
): Promise<CaseResult[]> {
  const folder = join(corpus, benchmark.folder)
  const expected = new Map(
    readFileSync(join(folder, benchmark.expected), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split(','))
      .map(([name = '', category = '', wrong]) => [name, { category, isWrong: wrong?.trim() === 'true' }]),
  )
  const results: CaseResult[] = []
  const files = readdirSync(join(folder, benchmark.cases))
    .filter((file) => /\.(?:java|py)$/.test(file))
    .toSorted()
  const around = project?.(folder)
  for (const file of files) {
    const name = basename(file).replace(/\.\w+$/, '')
    const truth = expected.get(name)
    if (!truth) continue
    const path = `${benchmark.cases}/${file}`
    const { matches } = await analyse(path, readFileSync(join(folder, path), 'utf8'), rules, around)
    const answering = benchmark.rules[truth.category] ?? []
    const reported = answering.some((rule) => matches.has(`insecure-patterns/${rule}`))
    results.push({ name, ...truth, reported })
  }
  return results
}

/** True positive rate less false positive rate, in percent, for each category and their mean. */
export function scoreTable(results: readonly CaseResult[]): string {
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole)
  const rows = [...Map.groupBy(results, (result) => result.category)].toSorted().map(([category, of]) => {
    const [wrong, right] = [of.filter((one) => one.isWrong), of.filter((one) => !one.isWrong)]
    const tpr = share(wrong.filter((one) => one.reported).length, wrong.length)
    const fpr = share(right.filter((one) => one.reported).length, right.length)
    return { category, cases: of.length, tpr, fpr, score: tpr - fpr }
  })
  const mean = (of: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0) / Math.max(1, rows.length)
  const line = (name: string, cases: number, ...numbers: number[]): string =>
    [name.padEnd(16), String(cases).padStart(5), ...numbers.map((one) => one.toFixed(1).padStart(7))].join('')
  return [
    'category        cases    TPR    FPR  score',
    ...rows.map((row) => line(row.category, row.cases, row.tpr, row.fpr, row.score)),
    line(
      'mean',
      results.length,
      mean((row) => row.tpr),
      mean((row) => row.fpr),
      mean((row) => row.score),
    ),
  ].join('\n')
}
