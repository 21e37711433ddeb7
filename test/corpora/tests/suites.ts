import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Ecosystem } from '../../../src/parse/reach/ecosystem.ts'
import { javascript } from '../../../src/parse/reach/javascript/ecosystem.ts'
import { GO_SUITES } from './go-suites.ts'
import { JAVA_SUITES } from './java-suites.ts'
import { PYTHON_SUITES } from './python-suites.ts'

/** A project whose own suite runs here. */
export interface Suite {
  /** Folder in CORPUS_DIR, as `owner+name`. */
  name: string
  /** `modular`: tests import what they test. `black-box`: they drive the whole through its front door. */
  kind: 'modular' | 'black-box'
  ecosystem: Ecosystem
  /** Where it comes from; without, a clone in CORPUS_DIR that runs with npm alone. */
  checkout?: () => Checkout
  /** Runs the tests and tells what ran; without, `command` does. */
  run?: (folder: string, tests: readonly string[]) => Executed
  /** Runs the tests; coverage goes to `folder`. */
  command: (tests: readonly string[], folder: string) => string[]
  /** Environment that makes it cover. */
  environment?: (folder: string) => Record<string, string>
  isTest: (path: string) => boolean
  isCode: (path: string) => boolean
}

const vitest = (tests: readonly string[], folder: string): string[] => [
  'vitest',
  'run',
  ...tests,
  '--coverage.enabled',
  '--coverage.provider=v8',
  '--coverage.reportOnFailure',
  '--coverage.reporter=json',
  `--coverage.reportsDirectory=${folder}`,
]
const v8 = (folder: string): Record<string, string> => ({ NODE_V8_COVERAGE: folder })

const SCRIPTS: readonly Omit<Suite, 'ecosystem'>[] = [
  {
    name: 'expressjs+express',
    kind: 'black-box',
    command: (tests) => ['mocha', '--require', 'test/support/env', '--reporter', 'dot', ...tests],
    environment: v8,
    isTest: (path) => /^test\/(?:acceptance\/)?[^/]+\.js$/.test(path),
    isCode: (path) => path.startsWith('lib/'),
  },
  {
    name: 'fastify+fastify',
    kind: 'black-box',
    command: (tests) => ['borp', '--concurrency=2', '--reporter=dot', ...tests],
    environment: v8,
    isTest: (path) => /^test\/.*\.test\.m?js$/.test(path),
    isCode: (path) => path.startsWith('lib/') || path === 'fastify.js',
  },
  {
    name: 'probot+probot',
    kind: 'modular',
    command: vitest,
    isTest: (path) => /^test\/.*\.test\.ts$/.test(path),
    isCode: (path) => path.startsWith('src/'),
  },
  {
    name: 'honojs+hono',
    kind: 'modular',
    command: (tests, folder) => [
      ...vitest(tests, folder),
      '--project',
      'main',
      '--project',
      'jsx-runtime-default',
    ],
    isTest: (path) => /^src\/.*\.test\.tsx?$/.test(path) && !path.includes('.case.'),
    isCode: (path) => path.startsWith('src/'),
  },
]

export const SUITES: readonly Suite[] = [
  ...SCRIPTS.map((suite) => ({ ...suite, ecosystem: javascript })),
  ...GO_SUITES,
  ...JAVA_SUITES,
  ...PYTHON_SUITES,
]

export interface Checkout extends AsyncDisposable {
  folder: string
  paths: string[]
}

/** The newest commit of a clone in a folder of its own, with its packages. */
export function checkout(corpus: string, name: string): Checkout {
  const clone = [join(corpus, name, 'repo'), join(corpus, name)].find((path) => existsSync(path)) ?? ''
  const folder = mkdtempSync(join(tmpdir(), 'roadmap-corpus-'))
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${clone}`, folder], { stdio: 'inherit' })
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], { cwd: folder })
  const paths = execFileSync('git', ['ls-files'], { cwd: folder, encoding: 'utf8' })
    .split('\n')
    .filter(Boolean)
  const remove = (): Promise<void> => Promise.resolve(rmSync(folder, { recursive: true, force: true }))
  return { folder, paths, [Symbol.asyncDispose]: remove }
}

/** Functions by `path:line` that ran, and those that were seen and did not. */
export interface Executed {
  ran: ReadonlySet<string>
  seen: ReadonlySet<string>
  /** What their lines are: of their declaration (the default), or of their first statement. */
  by?: 'statement'
}

export function runSuite(suite: Suite, folder: string, tests: readonly string[]): Executed {
  if (suite.run) return suite.run(folder, tests)
  const coverage = mkdtempSync(join(tmpdir(), 'roadmap-coverage-'))
  try {
    const [program = '', ...words] = suite.command(tests, coverage)
    spawnSync('npx', ['--no-install', program, ...words], {
      cwd: folder,
      env: { ...process.env, ...suite.environment?.(coverage) },
      stdio: 'ignore',
      timeout: 15 * 60_000,
    })
    return suite.environment ? fromV8(folder, coverage) : fromIstanbul(folder, coverage)
  } finally {
    rmSync(coverage, { recursive: true, force: true })
  }
}

interface V8Report {
  result: {
    url: string
    functions: { functionName: string; ranges: { startOffset: number; endOffset: number; count: number }[] }[]
  }[]
}

function fromV8(folder: string, coverage: string): Executed {
  const [ran, seen] = [new Set<string>(), new Set<string>()]
  for (const name of readdirSync(coverage)) {
    const report = JSON.parse(readFileSync(join(coverage, name), 'utf8')) as V8Report
    for (const { url, functions } of report.result) {
      if (!url.startsWith('file://')) continue
      const path = relative(folder, fileURLToPath(url))
      if (path.startsWith('..') || path.includes('node_modules')) continue
      const text = readFileSync(join(folder, path), 'utf8')
      for (const { ranges } of functions) {
        const [range] = ranges
        if (!range || (range.startOffset === 0 && range.endOffset >= text.length - 1)) continue
        const key = `${path}:${text.slice(0, range.startOffset).split('\n').length}`
        seen.add(key)
        if (range.count > 0) ran.add(key)
      }
    }
  }
  return { ran, seen }
}

type IstanbulReport = Record<
  string,
  { path: string; fnMap: Record<string, { decl: { start: { line: number } } }>; f: Record<string, number> }
>

function fromIstanbul(folder: string, coverage: string): Executed {
  const [ran, seen] = [new Set<string>(), new Set<string>()]
  const file = join(coverage, 'coverage-final.json')
  if (!existsSync(file)) throw new Error(`the suite left no coverage in ${coverage}`)
  for (const { path, fnMap, f } of Object.values(JSON.parse(readFileSync(file, 'utf8')) as IstanbulReport)) {
    for (const [id, { decl }] of Object.entries(fnMap)) {
      const key = `${relative(folder, path)}:${decl.start.line}`
      seen.add(key)
      if ((f[id] ?? 0) > 0) ran.add(key)
    }
  }
  return { ran, seen }
}
