import { expect, test } from 'vitest'
import { customRuleSchema } from '../schema.ts'
import { importSemgrep } from './import-rules.ts'

const file = (...rules: string[]): string => `rules:\n${rules.join('')}`
const rule = (id: string, body: string, languages = 'python'): string => `
- id: ${id}
  message: Do not call $X. It is old.
  severity: WARNING
  languages: [${languages}]
${body.replace(/^/gm, '  ')}
`

test('calls with constants translate to conditions, by their resolved name and as they are written', () => {
  const { rules, left } = importSemgrep(
    file(rule('acme.no-md5', 'pattern: hashlib.new("md5", ..., usedforsecurity=True)')),
  )
  expect(left).toEqual([])
  const where = [
    { argument: 0, is: 'md5' },
    { argument: 'usedforsecurity', is: true },
  ]
  const message = 'Do not call ….'
  expect(rules).toEqual([
    {
      name: 'acme-no-md5',
      data: {
        title: 'Do not call …',
        level: 'warning',
        why: 'Do not call …. It is old.',
        find: [
          { languages: 'python', call: 'hashlib.new', where, message },
          {
            languages: 'python',
            call: '*.new',
            where: [{ 'written-as': '^(?-i:hashlib\\.new)$' }, ...where],
            message,
          },
        ],
      },
    },
  ])
  expect(customRuleSchema.safeParse(rules[0]?.data).success).toBe(true)
})

test('what a pattern excludes becomes alternatives, each of which is enough', () => {
  const body = 'patterns:\n- pattern: $DB.execute(...)\n- pattern-not: $DB.execute("...", ...)'
  expect(importSemgrep(file(rule('sql', body))).rules[0]?.data['find']).toMatchObject([
    { call: '**.execute', where: [{ argument: 0, missing: true }] },
    { call: '**.execute', where: [{ argument: 0, not: { matches: '^' } }] },
  ])
})

test('sources, sinks and sanitizers of taint mode', () => {
  const body = `mode: taint
pattern-sources:
- pattern: acme.queue.receive(...)
pattern-sanitizers:
- pattern: acme.quote(...)
pattern-sinks:
- patterns:
  - pattern: $DB.execute($SQL, ...)
  - focus-metavariable: $SQL`
  expect(importSemgrep(file(rule('flow', body))).rules[0]?.data).toMatchObject({
    sources: ['acme.queue.receive()'],
    cleaners: ['acme.quote'],
    find: [{ call: '**.execute', where: [{ argument: 0 }, { argument: 0, origin: 'request' }] }],
  })
})

test('only JavaScript, only TypeScript, or both', () => {
  const paths = (languages: string): unknown => {
    const [one] = importSemgrep(file(rule('x', 'pattern: new Function(...)', languages))).rules
    const find = (one?.data['find'] ?? []) as { paths?: unknown }[]
    return find.map(({ paths: found }) => found)[0]
  }
  expect(paths('js')).toBe('**/*.{js,jsx,cjs,mjs}')
  expect(paths('typescript')).toBe('**/*.{ts,tsx,cts,mts}')
  expect(paths('javascript, typescript')).toBeUndefined()
})

test.each([
  ['pattern: foo($X)', 'foo: without `...` at its end it asks for no further argument of any name'],
  ['pattern: foo(..., $X)', 'foo(..., $X): `...` before other arguments'],
  ['pattern: foo($X, $X, ...)', 'foo: the same metavariable twice'],
  ['pattern: $X == $Y', '$X == $Y: neither a call nor a dotted name'],
  ['pattern: foo("=~/a/", ...)', 'foo("=~/a/", ...): a regular expression'],
  ['pattern: foo(bar(...), ...)', 'foo(bar(...), ...): the argument bar(...)'],
  ['pattern-regex: foo', 'pattern-regex'],
  ['patterns:\n- pattern: foo(...)\n- pattern-inside: |\n    def f(): ...', 'pattern-inside'],
  ['patterns:\n- pattern: foo(...)\n- pattern-not: bar(...)', 'pattern-not bar: another call than foo'],
  ['mode: join\njoin: {}', 'mode: join'],
  ['pattern: foo(...)\npaths:\n  exclude: [a]', 'paths'],
  [
    'mode: taint\npattern-sources:\n- pattern: request.args\npattern-sinks:\n- pattern: foo(...)',
    'pattern-sources: request.args, which may be a variable',
  ],
])('%s does not translate, and that is said', (body, why) => {
  expect(importSemgrep(file(rule('x', body), rule('y', 'pattern: foo(...)')))).toMatchObject({
    rules: [{ name: 'y' }],
    left: [{ id: 'x', why }],
  })
})

test('hostile files end', () => {
  expect(() => importSemgrep('rules: 1')).toThrow('no list')
  const laughs = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]\n`)
  expect(() => importSemgrep(`a0: &a0 [1]\n${laughs.join('')}`)).toThrow('alias')
  expect(() => importSemgrep(' '.repeat(2_000_000))).toThrow('larger')
  const deep = rule('deep', `pattern: foo(${'('.repeat(50_000)}`)
  expect(importSemgrep(file(deep)).left).toHaveLength(1)
  const same = Array.from({ length: 60 }, () => rule('same', 'pattern: foo(...)'))
  expect(new Set(importSemgrep(file(...same)).rules.map(({ name }) => name)).size).toBe(60)
})
