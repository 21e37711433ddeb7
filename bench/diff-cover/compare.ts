import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/**
 * The same reports given to diff-cover (https://github.com/Bachmann1234/diff_cover, Debian's package) with `--fail-under 100`, and to
 * us with a minimum of 100 %: what passes, and what is said. `npm run compare:coverage`; needs diff-cover on the path.
 */
const CLI = join(import.meta.dirname, '../../src/cli/main.ts')
const ACTION = join(import.meta.dirname, '../../src/action/main.ts')

type Files = Readonly<Record<string, string>>

interface Case {
  name: string
  base?: Files
  head: Files
  /** Old path to new. */
  renames?: Readonly<Record<string, string>>
  lcov: string
  fork?: boolean
  /** Whether whoever reviews would want it to pass. */
  shouldPass: boolean
}

const CONFIG = `version: 1
critical-paths:
  pay: { paths: ["src/**"], level: error, minimum-coverage: { lines: 100 } }
`
const BEFORE = 'export function pay(a) {\n  return a\n}\n'
const AFTER = 'export function pay(a) {\n  if (a < 0) {\n    return 0\n  }\n  return a\n}\n'
const TEST =
  "import { it } from 'node:test'\nimport { pay } from '../src/pay.js'\nit('pays', () => { pay(1) })\n"
const BASE: Files = { '.roadmap.yml': CONFIG, 'src/pay.js': BEFORE, 'test/pay.test.js': TEST }
const lcov = (path: string, hits: Readonly<Record<number, number>>): string =>
  `SF:${path}\n${Object.entries(hits)
    .map(([line, count]) => `DA:${line},${count}\n`)
    .join('')}end_of_record\n`

const CASES: readonly Case[] = [
  {
    name: 'a changed file missing from the report',
    head: { 'src/pay.js': AFTER },
    lcov: lcov('src/other.js', { 1: 1 }),
    shouldPass: false,
  },
  {
    name: "a fork's forged report",
    head: { 'src/pay.js': AFTER },
    lcov: lcov('src/pay.js', { 1: 1, 2: 1, 3: 1, 5: 1 }),
    fork: true,
    shouldPass: false,
  },
  {
    name: 'a report that says comments ran',
    head: { 'src/pay.js': `// Pays.\n${AFTER}` },
    lcov: lcov('src/pay.js', { 1: 7, 2: 1, 3: 1, 4: 1, 6: 1 }),
    shouldPass: false,
  },
  {
    name: 'a threshold lowered beside the change',
    base: { '.nycrc.json': '{ "check-coverage": true, "lines": 90 }\n' },
    head: { 'src/pay.js': AFTER, '.nycrc.json': '{ "check-coverage": true, "lines": 10 }\n' },
    lcov: lcov('src/pay.js', { 1: 1, 2: 1, 3: 1, 5: 1 }),
    shouldPass: false,
  },
  {
    name: 'a file that is only renamed, and never ran',
    head: {},
    renames: { 'src/pay.js': 'src/payment.js' },
    lcov: lcov('src/payment.js', { 1: 1, 2: 0 }),
    shouldPass: true,
  },
  {
    name: 'a new branch that never ran',
    head: { 'src/pay.js': AFTER },
    lcov: lcov('src/pay.js', { 1: 1, 2: 1, 3: 0, 5: 1 }),
    shouldPass: false,
  },
  {
    name: 'a new branch that ran',
    head: { 'src/pay.js': AFTER },
    lcov: lcov('src/pay.js', { 1: 1, 2: 1, 3: 1, 5: 1 }),
    shouldPass: true,
  },
]

console.log('| the change | to pass | diff-cover | roadmap-review | which says |')
console.log('| --- | --- | --- | --- | --- |')
let wrong = 0
for (const one of CASES) {
  using world = repository(one)
  const theirs = byDiffCover(world.dir)
  const ours = byUs(world.dir, one.fork === true)
  if (ours.passes !== one.shouldPass) wrong++
  const cells = [one.name, one.shouldPass, theirs, ours.passes].map((cell) =>
    typeof cell === 'boolean' ? (cell ? 'yes' : 'no') : cell,
  )
  console.log(
    `| ${cells[0]} | ${cells[1]} | ${cells[2] === 'yes' ? 'passes' : 'fails'} | ${cells[3] === 'yes' ? 'passes' : 'fails'} | ${ours.says.join('; ')} |`,
  )
}
if (wrong > 0) {
  console.log(`\n${wrong} of ${CASES.length} are not as they should be`)
  process.exitCode = 1
}

function repository({ base, head, renames, lcov: report }: Case): Disposable & { dir: string } {
  const dir = mkdtempSync(join(tmpdir(), 'compare-coverage-'))
  const git = (...words: string[]): string =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', '-C', dir, ...words], {
      encoding: 'utf8',
    })
  const write = (files: Files): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), text)
    }
  }
  git('init', '--quiet', '--initial-branch=main')
  write({ ...BASE, ...base })
  git('add', '--all')
  git('commit', '--quiet', '-m', 'base')
  git('checkout', '--quiet', '-b', 'change')
  for (const [from, to] of Object.entries(renames ?? {})) git('mv', from, to)
  write(head)
  git('add', '--all')
  git('commit', '--quiet', '-m', 'change')
  write({ 'lcov.info': report })
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) }
}

function byDiffCover(dir: string): boolean {
  const words = ['lcov.info', '--compare-branch=main', '--fail-under=100', '--quiet']
  const { status, error } = spawnSync('diff-cover', words, { cwd: dir, encoding: 'utf8' })
  if (error) throw new Error('diff-cover is not there: Debian has a package of that name', { cause: error })
  return status === 0
}

function byUs(dir: string, isFork: boolean): { passes: boolean; says: string[] } {
  const event = join(dir, 'event.json')
  const sha = (name: string): string =>
    execFileSync('git', ['-C', dir, 'rev-parse', name], { encoding: 'utf8' }).trim()
  writeFileSync(
    event,
    JSON.stringify({
      pull_request: {
        base: { sha: sha('main'), repo: { full_name: 'acme/shop' } },
        head: { sha: sha('change'), repo: { full_name: isFork ? 'someone/shop' : 'acme/shop' } },
      },
    }),
  )
  const { status, stdout, stderr } = isFork
    ? spawnSync(process.execPath, [ACTION], {
        cwd: dir,
        encoding: 'utf8',
        env: { ...process.env, GITHUB_WORKSPACE: dir, GITHUB_EVENT_PATH: event, INPUT_COVERAGE: 'lcov.info' },
      })
    : spawnSync(process.execPath, [CLI, 'review', '--coverage', 'lcov.info'], { cwd: dir, encoding: 'utf8' })
  if (status === null || status === 2) throw new Error(stderr || stdout)
  const rules = [...stdout.matchAll(/critical-path-tests\/([\w-]+)/g)].map(([, rule = '']) => rule)
  const notLookedAt = /Not looked at[^\n]*\n\s*([^\n]+)/.exec(stdout)?.[1]
  const says = [...new Set(rules)]
  return {
    passes: status === 0,
    says: notLookedAt === undefined ? says : [...says, `not looked at: ${notLookedAt.trim().slice(0, 120)}`],
  }
}
