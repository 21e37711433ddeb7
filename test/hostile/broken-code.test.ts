import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pageOf, rules } from '../../checks/index.ts'
import { analyse, ruleLanguage } from '../../checks/insecure-patterns/engine/analyse.ts'
import { patternRules } from '../corpora/security/rules.ts'

// Code of every language in which rules look for patterns, broken in every way that a hand can break it. What is left of it
// may be named as not looked at; it may not end the process, nor take more than its budget.
const examples = rules
  .filter(({ family }) => family === 'insecure-patterns')
  .flatMap(({ id }) => pageOf(id).examples)
  .flatMap(({ head }) => Object.entries(head))
  .filter(([path, text]) => ruleLanguage(path) !== undefined && text.length < 5_000)
const byLanguage = Map.groupBy(examples, ([path]) => ruleLanguage(path) ?? '')
const catalogue = patternRules()

const edit = fc.record({
  kind: fc.constantFrom('cut', 'repeat', 'move', 'insert'),
  from: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 200 }),
  to: fc.double({ min: 0, max: 1, noNaN: true }),
  text: fc.constantFrom(
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '`',
    '\n',
    ' = ',
    '=>',
    ',',
    '${',
    '#{',
    '/*',
    '\0',
    'x',
    '.',
    '\u2028',
  ),
})

test.each([...byLanguage].map(([language, files]) => ({ language, files })))(
  '$language, broken: it ends, and says what it is not',
  { timeout: 60_000 },
  async ({ files }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(edit, { minLength: 1, maxLength: 6 }),
        async ([path, text], edits) => {
          const broken = edits.reduce(apply, text)
          const { matches, notLookedAt } = await analyse(path, broken, catalogue)
          expect(matches).toBeInstanceOf(Map)
          if (notLookedAt !== undefined) expect(notLookedAt.length).toBeGreaterThan(0)
          const last = broken.split('\n').length
          for (const match of [...matches.values()].flat())
            expect(match.region.startLine).toBeLessThanOrEqual(last)
        },
      ),
      {
        numRuns: Number(process.env['RUNS'] ?? 60),
        ...(process.env['SEED'] ? { seed: Number(process.env['SEED']) } : { seed: 7 }),
      },
    )
  },
)

// Half of these are code of one language alone; the others have to say that it is none.
const heaps: readonly [string, string][] = [
  ['parentheses', `x = ${'('.repeat(20_000)}1${')'.repeat(20_000)}`],
  ['brackets', `x = ${'['.repeat(20_000)}1${']'.repeat(20_000)}`],
  ['braces', `${'{'.repeat(20_000)}${'}'.repeat(20_000)}`],
  ['calls in calls', `${'f('.repeat(20_000)}x${')'.repeat(20_000)}`],
  ['members', `x = ${'a.'.repeat(50_000)}a`],
  ['additions', `x = ${'"a" + b + '.repeat(50_000)}c`],
  ['items', `x = [${'1, '.repeat(200_000)}1]`],
  ['conditions', `${'if (x) { '.repeat(5_000)}f()${' }'.repeat(5_000)}`],
  ['else', `if (x) { f() } ${'else if (x) { f() } '.repeat(5_000)}`],
  ['indented conditions', Array.from({ length: 400 }, (_, depth) => `${' '.repeat(depth)}if x:`).join('\n')],
  ['functions', `${'function f() { '.repeat(3_000)}${' }'.repeat(3_000)}`],
  ['lambdas', `x = ${'lambda y: '.repeat(5_000)}y`],
  [
    'names for each other',
    Array.from({ length: 20_000 }, (_, index) => `v${index} = v${(index * 7) % 20_000}`).join('\n'),
  ],
  ['a line of 10 MB', `x = "${'a'.repeat(10_000_000)}"`],
]
const endings = [...byLanguage].map(([language, [first]]) => [language, first?.[0] ?? ''] as const)

test.each(endings)('%s, heaped up: bounded', { timeout: 120_000 }, async (_, path) => {
  for (const [, text] of heaps) expect((await analyse(path, text, catalogue)).matches).toBeInstanceOf(Map)
})

function apply(
  code: string,
  { kind, from, length, to, text }: { kind: string; from: number; length: number; to: number; text: string },
): string {
  const [at, other] = [Math.floor(from * code.length), Math.floor(to * code.length)]
  const part = code.slice(at, at + length)
  const without = code.slice(0, at) + code.slice(at + length)
  if (kind === 'cut') return without
  if (kind === 'repeat') return code.slice(0, other) + part.repeat(5) + code.slice(other)
  if (kind === 'move') return without.slice(0, other) + part + without.slice(other)
  return code.slice(0, at) + text + code.slice(at)
}
