import avsc from 'avsc'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { review, words, type Outcome } from './reviewing.ts'

// avsc reads data with one schema that another wrote: its resolver refuses what does not fit.

const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const
const DEFAULTS: Readonly<Record<string, unknown>> = {
  null: null,
  boolean: false,
  int: 1,
  long: 1,
  float: 1,
  double: 1,
  bytes: '',
  string: '',
}

type Json = string | Json[] | { [key: string]: unknown }

const primitive = fc.constantFrom(...PRIMITIVES)
const symbols = fc.subarray(['A', 'B', 'C'], { minLength: 1 })

/** A type at one place: named types carry the place in their name, so that a schema defines none twice. */
function typeAt(place: string, depth: number): fc.Arbitrary<Json> {
  const leaf = fc.oneof(
    { weight: 4, arbitrary: primitive },
    fc.tuple(symbols, fc.boolean()).map(([all, defaulted]) => ({
      type: 'enum',
      name: `E${place}`,
      symbols: all,
      ...(defaulted && { default: all[0] }),
    })),
    fc.constantFrom(4, 8).map((size) => ({ type: 'fixed', name: `F${place}`, size })),
  )
  if (depth === 0) return leaf
  const inner = typeAt(`${place}1`, depth - 1)
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    inner.map((items) => ({ type: 'array', items })),
    inner.map((values) => ({ type: 'map', values })),
    fc
      .tuple(fc.uniqueArray(primitive, { minLength: 1, maxLength: 3 }), fc.option(recordAt(place, depth - 1)))
      .map(([branches, record]): Json => (record ? [...branches, record] : branches)),
    recordAt(place, depth - 1),
  )
}

function recordAt(place: string, depth: number): fc.Arbitrary<Json> {
  const field = (name: string, index: number): fc.Arbitrary<Json> =>
    fc.tuple(typeAt(`${place}${index}`, depth), fc.boolean()).map(([type, defaulted]) => {
      const first = Array.isArray(type) ? type[0] : type
      const value = typeof first === 'string' ? DEFAULTS[first] : undefined
      return { name, type, ...(defaulted && value !== undefined && { default: value }) }
    })
  const all = ['a', 'b', 'c'].map((name, index) => fc.option(field(name, index), { freq: 2 }))
  return fc
    .tuple(...all)
    .map((fields) => ({ type: 'record', name: `R${place}`, fields: fields.filter((one) => one !== null) }))
}

const schema = typeAt('', 2)

function theirs(reader: Json, writer: Json): boolean {
  // The options collect the names: one for each schema.
  const [read, written] = [reader, writer].map((one) =>
    avsc.Type.forSchema(one as avsc.Schema, { wrapUnions: true }),
  )
  try {
    read?.createResolver(written as avsc.Type, { ignoreNamespaces: true })
    return true
  } catch {
    return false
  }
}

const text = (value: Json): string => JSON.stringify(value, undefined, 2)
const errors = ({ reports }: Outcome): string[] =>
  reports.filter(({ level }) => level === 'error').map(({ message }) => message)

test('what avsc cannot read is an error, and nothing else is: backward, forward, both', async () => {
  const seen = { fits: 0, breaks: 0 }
  await fc.assert(
    fc.asyncProperty(schema, schema, async (before, after) => {
      const [base, head] = [{ 'a.avsc': text(before) }, { 'a.avsc': text(after) }]
      const [backward, forward] = [theirs(after, before), theirs(before, after)]
      seen[backward ? 'fits' : 'breaks']++
      expect(errors(await review(base, head)).length > 0).toBe(!backward)
      expect(errors(await review(base, head, { 'avro-compatibility': 'FORWARD' })).length > 0).toBe(!forward)
      const full = await review(base, head, { 'avro-compatibility': 'FULL_TRANSITIVE' })
      expect(errors(full).length > 0).toBe(!backward || !forward)
      expect(words(await review(base, head, { 'avro-compatibility': 'NONE' }))).toEqual([])
    }),
    { numRuns: 400 },
  )
  expect(seen.fits).toBeGreaterThan(10)
  expect(seen.breaks).toBeGreaterThan(100)
})

test('small edits of one schema, where most of it fits', async () => {
  const seen = { fits: 0, breaks: 0 }
  await fc.assert(
    fc.asyncProperty(recordAt('', 1), recordAt('', 1), async (one, other) => {
      const [fields, others] = [one, other].map((record) => (record as { fields: { name: string }[] }).fields)
      // One field of the other version, the rest unchanged.
      const edited = [
        ...(fields ?? []).filter(({ name }) => name !== others?.[0]?.name),
        ...(others ?? []).slice(0, 1),
      ]
      const after = { ...(one as object), fields: edited }
      const fits = theirs(after, one)
      seen[fits ? 'fits' : 'breaks']++
      const outcome = await review({ 'a.avsc': text(one) }, { 'a.avsc': text(after) })
      expect(errors(outcome).length > 0).toBe(!fits)
      // Errors are told where the change is.
      for (const { location, relatedLocations = [] } of outcome.reports) {
        expect([location, ...relatedLocations].every(({ region }) => (region?.startLine ?? 0) >= 1)).toBe(
          true,
        )
      }
    }),
    { numRuns: 300 },
  )
  expect(seen.fits).toBeGreaterThan(30)
  expect(seen.breaks).toBeGreaterThan(30)
})

test('the same schema in another order of keys and fields, or split over files, gives nothing', async () => {
  await fc.assert(
    fc.asyncProperty(recordAt('', 2), async (before) => {
      const base = { 'avro/a.avsc': text(before) }
      expect(words(await review(base, { 'avro/a.avsc': JSON.stringify(reversed(before)) }))).toEqual([])
      expect(words(await review(base, split(before)))).toEqual([])
    }),
    { numRuns: 100 },
  )
})

/** Keys and fields the other way round, with a word about each. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => reversed(item))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    key === 'fields' ? (reversed(inner) as unknown[]).toReversed() : reversed(inner),
  ])
  return { doc: 'What it is.', ...(Object.fromEntries(entries.toReversed()) as object) }
}

/** Each named type in a file of its own. */
function split(root: Json): Record<string, string> {
  const files: Record<string, string> = {}
  const walk = (value: unknown, top: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, false))
    if (typeof value !== 'object' || value === null) return value
    const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner, false)]))
    const name: unknown = copy['name']
    const named = ['record', 'enum', 'fixed'].includes(String(copy['type'])) && typeof name === 'string'
    if (!named || top) return copy
    files[`avro/${name}.avsc`] = JSON.stringify(copy)
    return name
  }
  files['avro/a.avsc'] = JSON.stringify(walk(root, true))
  return files
}
