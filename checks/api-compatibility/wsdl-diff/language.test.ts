import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Expressions, type Expression } from './language.ts'

type Model =
  | string
  | { kind: 'sequence' | 'choice' | 'all'; items: Model[] }
  | { item: Model; min: number; max: number }

const { model } = fc.letrec<{ model: Model }>((tie) => ({
  model: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('{}a', '{}b', '{}c'),
    fc.record({
      kind: fc.constantFrom('sequence' as const, 'choice' as const, 'all' as const),
      items: fc.array(tie('model'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ item: tie('model'), min: fc.nat(2), max: fc.constantFrom(1, 2, 3, Infinity) }),
  ),
}))

function build(all: Expressions, written: Model): Expression {
  if (typeof written === 'string') return all.name(written)
  if ('item' in written)
    return all.repeat(build(all, written.item), Math.min(written.min, written.max), written.max)
  const items = written.items.map((item) => build(all, item))
  if (written.kind === 'choice') return all.choice(items)
  if (written.kind === 'all') return all.all(items)
  return items.reduceRight((rest, first) => all.sequence(first, rest), all.empty)
}

function accepts(all: Expressions, expression: Expression, names: readonly string[]): boolean {
  return all.nullable(names.reduce((at, name) => all.after(at, name), expression))
}

const words: string[][] = [[]]
for (let at = 0; words.length < 400; at++)
  for (const name of ['{}a', '{}b', '{}c']) words.push([...(words[at] ?? []), name])

test('inclusion is what trying every short content says', () => {
  fc.assert(
    fc.property(model, model, (first, second) => {
      const all = new Expressions()
      const [inner, outer] = [build(all, first), build(all, second)]
      const verdict = all.includes(outer, inner)
      const witness = words.find((word) => accepts(all, inner, word) && !accepts(all, outer, word))
      if (verdict.kind === 'included') expect(witness).toBeUndefined()
      if (verdict.kind === 'not') {
        let [a, b] = [inner, outer]
        for (const name of verdict.names) [a, b] = [all.after(a, name), all.after(b, name)]
        expect(a).not.toBe(all.nothing)
        if (verdict.ends) expect([all.nullable(a), all.nullable(b)]).toEqual([true, false])
        else expect(b).toBe(all.nothing)
      }
    }),
    { numRuns: 300 },
  )
})

test('a model beyond all measure is undecided, not endless', () => {
  const all = new Expressions()
  const names = Array.from({ length: 40 }, (_, index) => all.repeat(all.name(`{}e${index}`), 0, 1))
  const more = [...names.slice(1), all.repeat(all.name('{}other'), 0, 1), all.repeat(all.name('{}e0'), 0, 2)]
  expect(all.includes(all.all(more), all.all(names)).kind).toBe('undecided')
  expect(
    all.includes(all.repeat(all.name('{}x'), 0, 1_000_000), all.repeat(all.name('{}x'), 0, 999_999)).kind,
  ).toBe('undecided')
})

test('wildcards let through the names of their namespaces', () => {
  const all = new Expressions()
  const other = all.any({ namespaces: new Set(['u:a', '']), not: true })
  const any = all.any({ namespaces: 'any', not: false })
  expect(all.includes(other, all.name('{u:b}x')).kind).toBe('included')
  expect(all.includes(other, all.name('{u:a}x')).kind).toBe('not')
  expect(all.includes(any, other).kind).toBe('included')
  expect(all.includes(other, any).kind).toBe('not')
})
