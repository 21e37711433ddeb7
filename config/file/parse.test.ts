import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rules } from '../../test/config/rules.ts'
import type { Config } from '../types.ts'
import { parseConfig } from './parse.ts'

const now = new Date('2026-11-22T12:00:00Z')
const parse = (text: string) => parseConfig(text, { path: '.roadmap.yml', rules, now })

/** `line:column message [hint]` of every mistake. */
function mistakes(text: string): string[] {
  const result = parse(text)
  if (result.ok) return []
  return result.problems.map(
    ({ line, column, message, hint }) =>
      `${line}:${column} ${message}${hint === undefined ? '' : ` [${hint}]`}`,
  )
}

function valid(text: string): Config {
  const result = parse(text)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.config
}

describe('a mistake is told at its line and column, with what was probably meant', () => {
  test.each([
    ['', '1:1 the file is empty [write version: 1, or remove the file]'],
    ['mode: advisory', '1:1 version is missing [write version: 1]'],
    ['version: 2', '1:10 version must be 1, not the number 2'],
    ['- version', '1:1 the file must be a mapping of keys to values, not a list'],
    ['version: 1\nmdoe: advisory', '2:1 unknown key mdoe [did you mean mode?]'],
    [
      'version: 1\nmode: advisry',
      '2:7 mode must be one of enforce, advisory, not "advisry" [did you mean advisory?]',
    ],
    ['version: 1\nmode: advisory\nmode: enforce', '3:1 mode is given twice'],
    ['version: 1\ngate: { failOn: error }', '2:9 unknown key failOn in gate [did you mean fail-on?]'],
    [
      'version: 1\ngate:\n  fail-on: none',
      '3:12 gate.fail-on must be one of error, warning, note, never, not "none" [did you mean never?]',
    ],
    ['version: 1\npreview: yes', '2:10 preview must be true or false, not "yes" [write true]'],
    ['version: 1\nreview: { max-inline: "3" }', '2:23 review.max-inline must be a number, not "3"'],
    [
      'version: 1\nreview: { max-inline: 1.5 }',
      '2:23 review.max-inline must be a whole number, not the number 1.5',
    ],
    ['version: 1\nreview: { max-inline: 99 }', '2:23 review.max-inline must be at most 50'],
    [
      'version: 1\nextends: roadmap:strict',
      '2:10 extends must be a list, not "roadmap:strict" [write ["roadmap:strict"]]',
    ],
    [
      'version: 1\nextends: [roadmap:recomended]',
      '2:11 there is no preset roadmap:recomended [did you mean roadmap:recommended?]',
    ],
    [
      'version: 1\nignore: ["**/x/"]',
      '2:10 **/x/ matches no file: files end without a slash [write **/x/**]',
    ],
    [
      'version: 1\nignore: [./a.ts]',
      '2:10 paths are relative to the root of the repository: ./a.ts matches nothing [write a.ts]',
    ],
    ['version: 1\nignore: ["a{b"]', '2:10 a{b has an opening bracket without its closing one'],
    ['version: 1\nignore: ["../x"]', '2:10 ../x leads out of the repository'],
    [
      'version: 1\nignore: ["(a+)+"]',
      '2:10 (a+)+ has a group in parentheses, which globs do not have here ' +
        '[write {a,b} for alternatives, or \\( for the character itself]',
    ],
    ['version: 1\nignore: ["*a*b*c*d"]', '2:10 one part of a path has at most 3 times *: *a*b*c*d'],
    [
      'version: 1\nignore:\n  - **/generated/**',
      "3:5 **/generated/** is an alias, and nothing has the anchor &*/generated/** [a glob wants quotes: '**/generated/**']",
    ],
    [
      'version: 1\nignore:\n  - !vendor/**',
      "3:5 !vendor/** is a YAML tag, which means nothing here [a glob wants quotes: '!vendor/**']",
    ],
    ['version: 1\nchecks:\n  *: off', "3:4 a * begins an alias in YAML [put it in quotes: '*']"],
    [
      'version: 1\nchecks:\n  insecure-patterns/weak-hsah: off',
      '3:3 there is no rule insecure-patterns/weak-hsah [did you mean insecure-patterns/weak-hash?]',
    ],
    [
      'version: 1\nchecks:\n  weak-hash: off',
      '3:3 there is no rule weak-hash [did you mean insecure-patterns/weak-hash?]',
    ],
    [
      'version: 1\nchecks:\n  insecure-patterns: off',
      '3:3 there is no rule insecure-patterns [did you mean insecure-patterns/*?]',
    ],
    [
      'version: 1\nchecks:\n  insecure-pattern/*: off',
      '3:3 there is no family insecure-pattern [did you mean insecure-patterns/*?]',
    ],
    [
      'version: 1\nchecks:\n  insecure-patterns/weak*: off',
      '3:3 insecure-patterns/weak* is no pattern over rules [write the id of a rule, <family>/* or *]',
    ],
    [
      'version: 1\nchecks: { insecure-patterns/sql: warn }',
      '2:34 checks.insecure-patterns/sql must be off, error, warning, note, or a mapping of options, ' +
        'not "warn" [did you mean warning?]',
    ],
    [
      'version: 1\nchecks: { insecure-patterns/sql: false }',
      '2:34 checks.insecure-patterns/sql must be off, error, warning, note, or a mapping of options, ' +
        'not the boolean false [did you mean off?]',
    ],
    [
      'version: 1\nchecks: { insecure-patterns/sql: { level: critical } }',
      '2:43 checks.insecure-patterns/sql.level must be one of error, warning, note, not "critical" [did you mean error?]',
    ],
    [
      'version: 1\nchecks: { insecure-patterns/sql: { allow-when-label: 7 } }',
      '2:54 checks.insecure-patterns/sql.allow-when-label must be the name of a label, or a list of names, ' +
        'not the number 7',
    ],
    [
      'version: 1\ngenerated: ["build/*.json"]',
      '2:13 build/*.json is a glob: generated files are named one by one',
    ],
    [
      'version: 1\ncritical-paths: { pay: { level: error } }',
      '2:24 critical-paths.pay names no code: one of paths, owners, symbols, routes is missing ' +
        '[name its files: paths: ["src/payments/**"]]',
    ],
    [
      'version: 1\ncritical-paths: { pay: { paths: [a], reviewers: [alice] } }',
      '2:50 critical-paths.pay.reviewers[0] must be a user or a team, such as @alice or @acme/payments, not "alice"',
    ],
    [
      'version: 1\ncritical-paths: { pay: { routes: ["SEND /x"] } }',
      '2:35 critical-paths.pay.routes[0] must be a route, such as POST /payments/**, not "SEND /x"',
    ],
    [
      'version: 1\ncritical-paths: { pay: { paths: [a], minimum-coverage: { lines: 101 } } }',
      '2:65 critical-paths.pay.minimum-coverage.lines must be at most 100',
    ],
    ['version: 1\ngenerated: [../api.json]', '2:13 ../api.json leads out of the repository'],
    [
      'version: 1\nchecks: { "*": { allow-when-labels: x } }',
      '2:18 unknown key allow-when-labels in checks.* [did you mean allow-when-label?]',
    ],
    [
      'version: 1\nchecks:\n  insecure-patterns/sql: { max-lenght: 4 }',
      '3:28 unknown key max-lenght in checks.insecure-patterns/sql [did you mean max-length?]',
    ],
    [
      'version: 1\nchecks:\n  insecure-patterns/sql: { max-length: 0 }',
      '3:40 checks.insecure-patterns/sql.max-length must be at least 1',
    ],
    [
      'version: 1\nchecks:\n  insecure-patterns/sql:\n    sinks:\n      - { name: q, arg-index: x, nmae: q }',
      '5:31 checks.insecure-patterns/sql.sinks[0].arg-index must be a number, not "x"',
      '5:34 unknown key nmae in checks.insecure-patterns/sql.sinks[0] [did you mean name?]',
    ],
    [
      'version: 1\nchecks:\n  api-compatibility/*: { spec: [a.yaml] }',
      '3:26 unknown key spec in checks.api-compatibility/* [did you mean specs?]',
    ],
    [
      'version: 1\nchecks: { api-compatibility/*: { specs: a.yaml } }',
      '2:41 checks.api-compatibility/*.specs must be a list, not "a.yaml" [write ["a.yaml"]]',
    ],
    [
      'version: 1\nchecks: { migration-rollback/range: { from: 12 } }',
      '2:11 checks.migration-rollback/range.to: must not be below from',
    ],
    [
      'version: 1\nwaivers:\n  - check: insecure-patterns/sql',
      '3:5 waivers[0].paths is missing [it is a list]',
      '3:5 waivers[0].reason is missing [it is text]',
      '3:5 waivers[0].expires is missing [it is text]',
    ],
    [
      'version: 1\nwaivers:\n- { check: insecure-patterns/sq, paths: [], reason: " ", expires: 2027-02-29 }',
      '3:12 there is no rule insecure-patterns/sq [did you mean insecure-patterns/sql?]',
      '3:41 waivers[0].paths is empty: give at least one',
      '3:53 waivers[0].reason is empty: say why the finding is accepted',
      '3:67 waivers[0].expires must be a day of the calendar as YYYY-MM-DD, not "2027-02-29"',
    ],
    [
      'version: 1\noverrides: [{ paths: ["!a"], checks: {} }]',
      '2:23 !a excludes paths, which only ignore can [name the paths that are meant]',
    ],
    [
      'version: 1\nlinks: { modules: "https://a.dev/{nubmer}" }',
      '2:19 links.modules has an unknown placeholder {nubmer} [did you mean {number}?]',
    ],
    [
      'version: 1\nlinks: { rules: "javascript:alert(1)" }',
      '2:17 links.rules must be an address that begins with https:// or http://',
    ],
    ['version: 1\n__proto__: { a: 1 }', '2:1 __proto__ cannot be used as a key'],
    ['version: 1\nmode:\n\t- x', '3:1 YAML is indented with spaces, this is a tab'],
    ['version: 1\n---\nversion: 1', '2:1 the file holds one YAML document, this begins another'],
    ['version: 1\nignore: &a [*a]', '2:13 *a stands inside what it stands for'],
    [
      'version: 1\n<<: { mode: enforce }',
      '2:1 unknown key << [YAML 1.2 has no merge keys; repeat the values]',
    ],
    ['version: "1', '1:12 this is no YAML: Missing closing "quote'],
    [
      'version: 1 # \u0000',
      '1:14 the file is not text: it contains the character U+0000 [save it as UTF-8 without control characters]',
    ],
  ])('%j', (text, ...expected) => {
    expect(mistakes(text)).toEqual(expected)
  })

  test('all mistakes at once, in the order of the file', () => {
    const text = [
      'version: 1',
      'mdoe: advisory',
      'ignore: [/x]',
      'checks: { insecure-patterns/sqll: off }',
      'waivers: [{ check: "*", paths: ["a"], reason: x, expires: soon }]',
    ].join('\n')
    expect(mistakes(text).map((mistake) => mistake.split(' ')[0])).toEqual(['2:1', '3:10', '4:11', '5:59'])
  })

  test('columns are the same with a byte order mark and with CRLF', () => {
    expect(mistakes('\uFEFFversion: 1\r\nmdoe: advisory\r\n')).toEqual([
      '2:1 unknown key mdoe [did you mean mode?]',
    ])
    expect(mistakes('\uFEFFversion: 2')[0]).toMatch(/^1:10 /)
  })
})

describe('a hostile file is refused with a reason', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    .concat(
      'bcdefg'.split('').map((name, index) => {
        const inner = Array.from({ length: 9 }, () => `*${'abcdefg'[index]}`).join(', ')
        return `${name}: &${name} [${inner}]`
      }),
    )
    .join('\n')
  test.each([
    ['10 MB', 'a: b\n'.repeat(2_000_000), 'the file is too large: 10000000 characters of at most 262144'],
    ['billion laughs', bomb, 'the file has more than 20000 values, aliases counted as what they stand for'],
    ['many aliases', `- &a x\n${'- *a\n'.repeat(200)}`, 'the file has more than 100 anchors and aliases'],
    ['deep flow', `version: ${'['.repeat(500)}`, 'the file nests deeper than 20 levels'],
    ['deep blocks', '- '.repeat(500), 'the file nests deeper than 20 levels'],
    ['deep keys', '? '.repeat(500), 'the file nests deeper than 20 levels'],
    ['deepest', '['.repeat(262_000), 'the file is too large: more than 20000 tokens'],
    [
      'wide',
      Array.from({ length: 9000 }, (_, i) => `k${i}: 1`).join('\n'),
      'the file is too large: more than 20000 tokens',
    ],
    ['binary', '\u007FELF\u0002\u0001', 'the file is not text: it contains the character U+007F'],
    [
      'endless override',
      `version: 1\noverrides:\n${'- { paths: [a], checks: {} }\n'.repeat(101)}`,
      'overrides must have at most 100 entries',
    ],
  ])('%s', (_name, text, message) => {
    const result = parse(text)
    expect(result.ok ? [] : result.problems.map((problem) => problem.message)).toContain(message)
  })

  test('a list of mistakes ends', () => {
    const result = parse(`version: 1\n${Array.from({ length: 1000 }, (_, i) => `k${i}: 1`).join('\n')}`)
    expect(result).toMatchObject({ ok: false })
    expect(result.ok ? [] : result.problems).toHaveLength(100)
  })

  test('names that objects inherit do not reach prototypes', () => {
    parse('version: 1\nconstructor: { prototype: { polluted: 1 } }\n__proto__: { polluted: 1 }')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('any text gets an answer', () => {
  const answer = (text: string): void => {
    const result = parse(text)
    if (result.ok) return
    expect(result.problems.length).toBeGreaterThan(0)
    const lines = text.replace(/^\uFEFF/, '').split('\n').length
    for (const { line, column } of result.problems) {
      expect(line).toBeGreaterThanOrEqual(1)
      expect(line).toBeLessThanOrEqual(lines)
      expect(column).toBeGreaterThanOrEqual(1)
    }
  }
  const pieces = [
    'version', 'mode', 'gate', 'review', 'ignore', 'checks', 'overrides', 'waivers', 'links', 'extends', 'paths',
    'critical-paths', 'expires', 'reason', 'check', 'fail-on', 'insecure-patterns/sql', 'sinks', 'insecure-patterns/*', ': ', ':\n  ', ':\n    ',
    '\n', '\n  ', '\n  - ', '- ', '[', ']', '{', '}', ', ', '"', "'", '*', '&a ', '*a', '!x ', '|\n  ', '# ', '? ', '1', 'off', 'error',
    'null', 'true', '**/*.ts', '2027-01-01', '\t', '---\n', '%YAML 1.1\n', '__proto__', '<<', '~',
  ] // prettier-ignore

  test('made of arbitrary characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), answer), { numRuns: 300 })
  })

  test('made of pieces of configurations', () => {
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((list) => list.join(''))
    fc.assert(fc.property(text, answer), { numRuns: 2000 })
  })

  test('made of valid YAML of the wrong shape', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (json) =>
        answer(
          `{"version": 1, "checks": ${json}, "waivers": [${json}], "overrides": [${json}], "review": ${json}}`,
        ),
      ),
      { numRuns: 500 },
    )
  })
})

test('the file of the documentation is valid, and says what it sets and where', () => {
  const config = valid(`version: 1
extends: [roadmap:recommended]
mode: enforce
gate: { fail-on: warning }
review: { max-inline: 10, group-after: 3, drafts: summary }
ignore: ["**/generated/**"]
critical-paths:
  payments: { paths: ["services/payments/**"], level: error }
checks:
  api-compatibility/*: { specs: ["api/openapi.yaml"] }
  migration-rollback/missing-down: error
links: { modules: "https://handbook.acme.dev/roadmap/{number}" }
`)
  expect(config).toMatchObject({
    mode: 'enforce',
    gate: { failOn: 'warning' },
    criticalPaths: [{ name: 'payments', globs: ['services/payments/**'], level: 'error' }],
    links: { modules: 'https://handbook.acme.dev/roadmap/{number}' },
  })
  expect(config.origins['gate.fail-on']).toEqual({ what: '.roadmap.yml', line: 4 })
  expect(config.origins['review.min-level']).toEqual({ what: 'preset roadmap:recommended' })
  expect(config.ignore.at(-1)).toEqual({ glob: '**/generated/**', source: { what: '.roadmap.yml', line: 6 } })
  expect(structuredClone(config)).toEqual(config)
})

test('sections without a value are the same as none; presets are laid over each other', () => {
  expect(valid('version: 1\nchecks:\n# insecure-patterns/sql: off\nwaivers:\n').checks).toEqual([])
  expect(valid('version: 1\nextends: [roadmap:strict, roadmap:advisory]')).toMatchObject({
    mode: 'advisory',
    preview: true,
    gate: { failOn: 'warning' },
  })
  expect(valid('version: 1\nextends: []').ignore).toEqual([])
})

test('an expired waiver and a deprecated rule are said, with their lines', () => {
  const result = parse(`version: 1
checks: { migration-rollback/range: note }
waivers:
  - { check: insecure-patterns/sql, paths: ["a.ts"], reason: r, expires: 2026-11-21 }
  - { check: insecure-patterns/sql, paths: ["a.ts"], reason: r, expires: 2026-11-22 }
`)
  expect(result.ok && result.notices).toEqual([
    {
      level: 'warning',
      message:
        'The waiver of insecure-patterns/sql for a.ts expired on 2026-11-21 and holds no more. ' +
        'Mend what it covered, or give it a new date.',
      location: { side: 'base', path: '.roadmap.yml', region: { startLine: 4, endLine: 4 } },
    },
    expect.objectContaining({ level: 'note', message: expect.stringContaining('migration-rollback/range') }),
  ])
})
