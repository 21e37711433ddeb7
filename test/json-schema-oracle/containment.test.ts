import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { edited, schema, value } from './arbitrary-schema.ts'
import { reasonsOf } from './world.ts'

/** Documents over which small schemas differ; the same for every run, so that a failure can be repeated. */
const documents = fc.sample(value, { numRuns: 400, seed: 7 })

function validator(of: unknown): ((document: unknown) => boolean) | undefined {
  try {
    const validate = new Ajv2020({ strict: false, logger: false }).compile(of as object)
    return (document) => validate(document)
  } catch {
    // Not a schema, or one that the library cannot compile.
    return undefined
  }
}

/** A document that one schema takes and the other refuses. */
function witness(inner: unknown, outer: unknown): { document: unknown } | undefined {
  const [takes, refuses] = [validator(inner), validator(outer)]
  try {
    for (const document of documents)
      if (takes?.(document) && refuses?.(document) === false) return { document }
  } catch {
    // `unevaluated…` beside boolean schemas: code that the library made and that does not run (ajv 8.20).
  }
  return undefined
}

/** Where a keyword that looks at what others evaluated stands, ours is an approximation (see decision 068). */
const APPROXIMATE = /unevaluated|oneOf|"contains"/

test('what a validator refuses now and took before is reported', async () => {
  await fc.assert(
    fc.asyncProperty(edited, async ({ base, head }) => {
      if (APPROXIMATE.test(JSON.stringify([base, head]))) return
      const found = witness(base, head)
      if (found) expect({ found, reasons: await reasonsOf(base, head) }).not.toMatchObject({ reasons: [] })
    }),
    { numRuns: 120 },
  )
})

test('most of what is reported shows in a document', async () => {
  const counts = { reported: 0, shown: 0 }
  for (const { base, head } of fc.sample(edited, { numRuns: 120, seed: 11 })) {
    const reasons = await reasonsOf(base, head)
    if (!reasons.some(({ level }) => level === 'error')) continue
    counts.reported++
    if (witness(base, head)) counts.shown++
  }
  expect(counts.reported).toBeGreaterThan(20)
  // The rest are schemas that few documents satisfy, which are not met by chance.
  expect(counts.shown / counts.reported).toBeGreaterThan(0.75)
})

test('a schema takes all that it takes', async () => {
  await fc.assert(
    fc.asyncProperty(schema, async (one) => {
      expect(await reasonsOf(one, structuredClone(one))).toEqual([])
    }),
    { numRuns: 150 },
  )
})

test('the order of keys and of alternatives, and a detour by $ref, say nothing', async () => {
  await fc.assert(
    fc.asyncProperty(schema, async (one) => {
      const other = { $ref: '#/$defs/x', $defs: { x: reversed(one) } }
      expect(await reasonsOf(one, other)).toEqual([])
      expect(await reasonsOf(other, one)).toEqual([])
    }),
    { numRuns: 150 },
  )
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  const turned = Object.entries(value).toReversed()
  return Object.fromEntries(turned.map(([key, inner]) => [key, reversed(inner)]))
}

test('one more assertion only refuses more', async () => {
  await fc.assert(
    fc.asyncProperty(schema, schema, async (one, other) => {
      expect(await reasonsOf({ allOf: [one, other] }, one)).toEqual([])
      expect(await reasonsOf(one, { anyOf: [one, other] })).toEqual([])
    }),
    { numRuns: 150 },
  )
})
