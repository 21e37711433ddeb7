import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type JsonReview, reviewSchema } from '../../src/report/index.ts'
import { INSECURE, World } from './world.ts'

const parse = (stdout: string): JsonReview => reviewSchema.parse(JSON.parse(stdout))
const shown = ({ findings }: JsonReview): [string, string, number | undefined][] =>
  findings
    .filter(({ verdict }) => verdict.shown)
    .map(({ ruleId, location }) => [ruleId, location.path, location.region?.startLine])

interface Result {
  rule: string
  uri: string
  line: number
  [more: string]: unknown
}

/** A log as Semgrep writes them. */
function semgrep(results: readonly Result[], run: object = {}): string {
  const rules = [
    {
      id: 'js.eval',
      shortDescription: { text: 'Code is run' },
      help: { text: 'Do not run text.' },
      helpUri: 'https://semgrep.example/js.eval',
      defaultConfiguration: { level: 'error' },
      properties: { precision: 'very-high', tags: ['CWE-95: Eval injection', 'security'] },
    },
    { id: 'js.sql', properties: { tags: ['external/cwe/cwe-089'] } },
  ]
  return JSON.stringify({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Semgrep OSS', rules } },
        results: results.map(({ rule, uri, line, ...rest }) => ({
          ruleId: rule,
          message: { text: 'Found\n [here](1).' },
          locations: [
            { physicalLocation: { artifactLocation: { uri }, region: { startLine: line, endLine: line } } },
          ],
          ...rest,
        })),
        ...run,
      },
    ],
  })
}

const EVAL = 'imported/semgrep-oss/js.eval'
const OLD = 'eval(a)\n'
const NEW = 'eval(a)\nlet b = 1\neval(b)\n'

test('only what stands on changed lines is shown, once beside our own, with level, module, help and waiver', async () => {
  const waiver = `version: 1
checks: { imported/semgrep-oss/js.sql: note }
waivers:
  - { check: imported/*, paths: [lib/**], reason: replaced in May, expires: 2027-01-01 }
`
  using world = new World().repository(
    { '.roadmap.yml': waiver, 'src/a.js': OLD },
    { 'src/a.js': NEW, 'lib/b.js': OLD, 'src/users.ts': INSECURE },
  )
  const root = `/builds/shop/shop`
  const log = semgrep([
    { rule: 'js.eval', uri: `file://${root}/src/a.js`, line: 1 },
    { rule: 'js.eval', uri: `file://${root}/src/a.js`, line: 3 },
    { rule: 'js.eval', uri: `file://${root}/lib/b.js`, line: 1 },
    { rule: 'js.sql', uri: `file://${root}/src/users.ts`, line: 4 },
    { rule: 'js.sql', uri: `file://${root}/src/users.ts`, line: 1, level: 'error' },
    { rule: 'js.eval', uri: `file:///usr/lib/x.js`, line: 1 },
    { rule: 'js.eval', uri: `file://${root}/src/a.js`, line: 2, kind: 'pass' },
  ])
  world.write({ 'semgrep.sarif': log })
  const ran = await world.run(
    'review',
    '--format',
    'json',
    '--import-sarif',
    'semgrep.sarif',
    '--now',
    '2026-11-23',
  )
  const review = parse(ran.stdout)
  expect(shown(review)).toEqual([
    [EVAL, 'src/a.js', 3],
    ['insecure-patterns/sql-injection', 'src/users.ts', 4],
    ['imported/semgrep-oss/js.sql', 'src/users.ts', 1],
  ])
  expect(review.notices.map(({ message }) => message)).toEqual([
    'Left out of what Semgrep OSS found: 1 result, about files that the tree does not hold',
  ])
  const held = review.findings.flatMap(({ verdict, location }) =>
    verdict.shown ? [] : [[location.path, location.region?.startLine, verdict.because]],
  )
  expect(held).toEqual(
    expect.arrayContaining([
      ['src/a.js', 1, 'outside-diff'],
      ['lib/b.js', 1, 'waived'],
      ['src/users.ts', 4, 'duplicate'],
    ]),
  )
  expect(review.findings.find(({ ruleId }) => ruleId === EVAL)).toMatchObject({
    level: 'error',
    confidence: 'high',
    message: 'Found here.',
    fix: 'Do not run text.',
  })
  expect(review.findings.find(({ ruleId }) => ruleId.endsWith('js.sql'))?.level).toBe('note')
  expect(review.families.map(({ family }) => family)).toContain('imported')
  const markdown = await world.run('review', '--format', 'markdown', '--import-sarif', 'semgrep.sarif')
  expect(markdown.stdout).toContain('Other scanners')
  expect(markdown.stdout).toContain('https://semgrep.example/js.eval')
  expect(markdown.stdout).toMatch(/Module|7 Security/)
})

test('against a log of the base, what it does not have is new on whatever line; a suppression holds', async () => {
  using world = new World().repository(
    { 'src/a.js': OLD },
    { 'src/a.js': `// moved\n${NEW}eval(c) // roadmap-ignore ${EVAL} -- a constant\n` },
  )
  const at = (line: number): Result => ({ rule: 'js.eval', uri: 'src/a.js', line })
  world.write({
    'base.sarif': semgrep([at(1)]),
    'head.sarif': semgrep([at(2), at(4), at(5), { ...at(3), rule: 'js.sql' }]),
  })
  const logs = ['--import-sarif', 'head.sarif', '--base-sarif', 'base.sarif']
  const ran = await world.run('review', '--format', 'json', ...logs)
  expect(shown(parse(ran.stdout))).toEqual([
    [EVAL, 'src/a.js', 4],
    ['imported/semgrep-oss/js.sql', 'src/a.js', 3],
  ])
})

test.each([
  ['no JSON', '{', 'cut.sarif:1'],
  ['no log', '{}', 'cut.sarif: is no SARIF log'],
  ['another version', '{ "version": "1.0.0", "runs": [] }', 'version 2.1.0'],
  ['brackets without end', '['.repeat(200_000), 'cut.sarif:1'],
  [
    'a run that failed',
    semgrep([], { invocations: [{ executionSuccessful: false }] }),
    'did not run to its end',
  ],
  [
    'a run without results',
    JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } } }] }),
    'no results',
  ],
  [
    'lines that are not there',
    semgrep([{ rule: 'js.eval', uri: 'README.md', line: 900 }]),
    'of another state',
  ],
])('%s is named, and is no pass', async (_name, text, words) => {
  using world = new World().repository({}, { 'README.md': '# Shop 2\n' })
  world.write({ 'cut.sarif': text })
  const { code, stdout } = await world.run('review', '--format', 'json', '--import-sarif', 'cut.sarif')
  expect(code).toBe(3)
  expect(JSON.stringify(parse(stdout).outcomes)).toContain(words)
})

test('paths that lead out of the tree, other schemes and cycles of bases are no files', async () => {
  using world = new World().repository({}, { 'a.js': OLD })
  const bases = { A: { uri: 'x/', uriBaseId: 'B' }, B: { uri: 'y/', uriBaseId: 'A' } }
  const place = (artifactLocation: object): object => ({
    locations: [{ physicalLocation: { artifactLocation, region: { startLine: 1 } } }],
  })
  const result = (rest: object): Result => ({ rule: 'js.eval', uri: '', line: 1, ...rest })
  world.write({
    'x.sarif': semgrep(
      [
        result(place({ uri: '../../../etc/passwd' })),
        result(place({ uri: 'https://evil.example/a.js' })),
        result(place({ uri: 'a.js', uriBaseId: 'A' })),
        result(place({ uri: '%2e%2e/a.js' })),
        result(place({ index: 0 })),
      ],
      { originalUriBaseIds: bases, artifacts: [{ location: { uri: 'a.js', uriBaseId: '%SRCROOT%' } }] },
    ),
  })
  const ran = await world.run('review', '--format', 'json', '--import-sarif', 'x.sarif')
  expect(shown(parse(ran.stdout))).toEqual([[EVAL, 'a.js', 1]])
})

test('logs that the configuration names are read; one that is missing is named', async () => {
  const config = 'version: 1\nimports: [{ sarif: reports/x.sarif }]\n'
  using world = new World().repository({ '.roadmap.yml': config }, { 'a.js': OLD })
  const missing = await world.run('review', '--format', 'json')
  expect(missing.code).toBe(3)
  expect(JSON.stringify(parse(missing.stdout).outcomes)).toContain('reports/x.sarif: there is no such file')
  world.write({ 'reports/x.sarif': semgrep([{ rule: 'js.eval', uri: 'a.js', line: 1 }]) })
  const ran = await world.run('review', '--format', 'json', '--import-sarif', 'reports/x.sarif')
  expect(shown(parse(ran.stdout))).toEqual([[EVAL, 'a.js', 1]])
  world.write({ '.roadmap.yml': 'version: 1\nimports: [{ sarif: ../x.sarif }, { sarif: "*.sarif" }]\n' })
  const check = await world.run('config', 'check')
  expect(check.stderr).toMatch(/:2:\d+: .*leads out of the repository[^]*is a glob/)
})

test('our own log is read back as any other', async () => {
  using world = new World().repository({}, { 'src/users.ts': INSECURE })
  await world.run('review', '--format', 'sarif', '--output', 'own.sarif')
  expect(readFileSync(world.path('own.sarif'), 'utf8')).toContain('sql-injection')
  const ran = await world.run('review', '--format', 'json', '--import-sarif', 'own.sarif')
  expect(shown(parse(ran.stdout))).toEqual([['insecure-patterns/sql-injection', 'src/users.ts', 4]])
})
