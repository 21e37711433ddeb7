import { dump } from 'js-yaml'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { compareAll } from '../../checks/api-compatibility/compare-descriptions.ts'
import { carriersOf, type Carrier } from './carriers.ts'
import { ABSENT, compare, edited, sampleOf, type Json, type Path, type Value } from './document.ts'
import { VERSIONS, type Version } from './meta-schemas.ts'
import { OBJECT_EDITS, operationsOf } from './object-edits.ts'
import { KEYWORD_EDITS } from './schema-edits.ts'

/** What must hold of every edit of the edit space, alone and with others. */

/** One place of the sample, and the value it has before and after. */
interface Edit {
  path: Path
  from: Value
  to: Value
}

const plain = (version: Version): Carrier[] => carriersOf(version).filter(({ keep }) => !keep)

function schemaEdits(version: Version): fc.Arbitrary<Edit> {
  const keywords = Object.entries(KEYWORD_EDITS[version])
  return fc
    .record({
      carrier: fc.constantFrom(...plain(version)),
      keyword: fc.constantFrom(...keywords),
      back: fc.boolean(),
      loose: fc.boolean(),
    })
    .map(({ carrier, keyword: [name, { beside, tight, loose }], back, loose: fromLoose }) => {
      const write = (value: Value): Value => ({ ...beside, [name]: value }) as Json
      const [a, b] = [write(fromLoose ? loose : ABSENT), write(tight)]
      return { path: carrier.at, from: back ? b : a, to: back ? a : b }
    })
}

function objectEdits(version: Version): fc.Arbitrary<Edit> {
  const edits = OBJECT_EDITS.filter(({ versions, given }) => versions.includes(version) && !given?.length)
  return fc
    .record({
      edit: fc.constantFrom(...edits),
      at: fc.constantFrom(...operationsOf(version)),
      back: fc.boolean(),
    })
    .map(({ edit: { at, from, to }, at: { at: operation }, back }) => ({
      path: 'root' in at ? at.root : [...operation, ...at.operation],
      from: back ? to : from,
      to: back ? from : to,
    }))
}

const change = fc
  .constantFrom(...VERSIONS)
  .chain((version) =>
    fc.record({ version: fc.constant(version), edit: fc.oneof(schemaEdits(version), objectEdits(version)) }),
  )

const before = (version: Version, edit: Edit): Json => edited(sampleOf(version), [edit.path, edit.from])
const after = (version: Version, edit: Edit): Json => edited(sampleOf(version), [edit.path, edit.to])
const errors = (base: Json, head: Json): string[] =>
  compare(base, head)
    .filter(({ level }) => level === 'error')
    .map(({ kind }) => kind)

const RUNS = { numRuns: 300 }

const STEPS = [
  ['loose', 'tight'],
  ['tight', 'loose'],
  ['tight', 'other'],
  ['other', 'tight'],
] as const

test('base = head gives nothing, whatever it holds', () => {
  fc.assert(
    fc.property(change, ({ version, edit }) => {
      const document = after(version, edit)
      expect(compare(document, structuredClone(document))).toEqual([])
    }),
    RUNS,
  )
})

test('the order of keys, and of what has none, changes nothing', () => {
  fc.assert(
    fc.property(change, ({ version, edit }) => {
      const document = after(version, edit)
      expect(compare(document, reordered(document))).toEqual([])
    }),
    RUNS,
  )
})

test('a schema that is taken out and referred to is the same', () => {
  fc.assert(
    fc.property(change, ({ version, edit }) => {
      const document = after(version, edit)
      expect(compare(document, takenOut(document, version))).toEqual([])
      expect(compare(takenOut(document, version), document)).toEqual([])
    }),
    RUNS,
  )
})

test('JSON or YAML, in one file or in several, is the same', async () => {
  await fc.assert(
    fc.asyncProperty(change, async ({ version, edit }) => {
      const document = after(version, edit) as Record<string, Json>
      const paths = document['paths'] as Record<string, Json>
      const files: Record<string, string> = {}
      const split = Object.fromEntries(
        Object.entries(paths).map(([path, item], index) => {
          const name = `paths/${index}.yaml`
          // Seen from the other file, its references lead elsewhere.
          files[name] = dump(JSON.parse(JSON.stringify(item).replaceAll('ef":"#/', 'ef":"../api.yaml#/')), {
            noRefs: true,
          })
          return [path, { $ref: name }]
        }),
      )
      files['api.yaml'] = dump({ ...document, paths: split }, { noRefs: true })
      const change = memoryChangeSet({ 'api.json': JSON.stringify(document) }, files, {
        'api.yaml': 'api.json',
      })
      const result = await compareAll(change, [])
      expect(result).toMatchObject({ unreadable: [], dead: [], notLookedAt: [], removed: [] })
      expect(result.compared.flatMap(({ changes }) => changes)).toEqual([])
    }),
    { numRuns: 40 },
  )
})

test('what breaks still does when something else changes too', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...VERSIONS).chain((version) =>
        fc.record({
          version: fc.constant(version),
          edit: schemaEdits(version),
          other: schemaEdits(version),
        }),
      ),
      ({ version, edit, other }) => {
        const [a, b] = [edit.path.join('/'), other.path.join('/')]
        fc.pre(!a.startsWith(b) && !b.startsWith(a))
        const found = errors(before(version, edit), after(version, edit))
        const both = errors(
          edited(sampleOf(version), [edit.path, edit.from], [other.path, other.from]),
          edited(sampleOf(version), [edit.path, edit.to], [other.path, other.to]),
        )
        for (const kind of found) expect(both).toContain(kind)
      },
    ),
    RUNS,
  )
})

test('what breaks those who send, backwards, breaks those who receive', () => {
  fc.assert(
    fc.property(
      fc.record({
        keyword: fc.constantFrom(...Object.entries(KEYWORD_EDITS['3.2'])),
        steps: fc.constantFrom(...STEPS),
      }),
      ({ keyword: [name, edit], steps }) => {
        const [from, to] = steps.map((step) => edit[step])
        fc.pre(from !== undefined && to !== undefined)
        const [asks, answers] = ['request body', 'response body'].map(
          (place) => plain('3.2').find((carrier) => carrier.name === place)?.at ?? [],
        )
        const at = (path: Path | undefined, value: Value): Json =>
          edited(sampleOf('3.2'), [path ?? [], { ...edit.beside, [name]: value } as Json])
        // Some things hardly a client relies on: of those a warning is the mirror of an error.
        const sent = errors(at(asks, from), at(asks, to)).length > 0
        const received = compare(at(answers, to), at(answers, from)).some(({ level }) => level !== 'note')
        expect(received).toBe(sent)
      },
    ),
    RUNS,
  )
})

/** Something optional that a request may have besides. */
const OPTIONAL: readonly [Path, Value][] = [
  [['parameters', 1], { name: 'more', in: 'query', schema: { type: 'string' } }],
  [['parameters', 1], { name: 'X-More', in: 'header', schema: { type: 'array', items: { type: 'string' } } }],
  [['requestBody', 'content', 'text/csv'], { schema: { type: 'string' } }],
  [
    ['requestBody', 'content', 'multipart/form-data', 'schema', 'properties', 'more'],
    { type: 'object', required: ['a'], properties: { a: { type: 'string' } } },
  ],
  [
    ['requestBody', 'content', 'multipart/form-data', 'encoding', 'part', 'headers', 'X-More'],
    { schema: {} },
  ],
  [['responses', '404'], { description: 'None' }],
  [['responses', '200', 'headers', 'X-More'], { required: true, schema: {} }],
  [['responses', '200', 'links', 'more'], { operationId: 'read' }],
  [['callbacks', 'more'], { '{$url}': { post: { responses: {} } } }],
  [['security'], [{ key: [] }, { more: [] }]],
  [['tags'], ['more']],
]

test.each(OPTIONAL)('adding what is optional is never an error: %j', (path, value) => {
  for (const version of ['3.0', '3.1', '3.2'] as const) {
    const base = sampleOf(version)
    const head = edited(base, [['paths', '/pets/{id}', 'post', ...path], value])
    expect(errors(base, head)).toEqual([])
  }
})

/** Keys the other way round; so are lists in which the order says nothing. */
function reordered(value: Json, key = ''): Json {
  if (Array.isArray(value)) {
    const copy = value.map((item) => reordered(item))
    return UNORDERED.has(key) ? copy.toReversed() : copy
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, inner]) => [name, reordered(inner, name)]),
  )
}

const UNORDERED = new Set([
  'required',
  'enum',
  'type',
  'allOf',
  'anyOf',
  'oneOf',
  'parameters',
  'tags',
  'security',
])

/** Every schema of a body as a component. */
function takenOut(document: Json, version: Version): Json {
  const shelf = version === '2.0' ? ['definitions'] : ['components', 'schemas']
  let copy = document
  for (const [index, { at, keep }] of plain(version).entries()) {
    let schema: Json | undefined = copy
    for (const step of at) {
      schema = (schema as Record<string, Json> | undefined)?.[step]
    }
    if (
      schema === undefined ||
      keep ||
      typeof schema !== 'object' ||
      JSON.stringify(schema).includes('"$id"')
    )
      continue
    const name = `Taken${index}`
    copy = edited(copy, [[...shelf, name], schema], [at, { $ref: `#/${shelf.join('/')}/${name}` }])
  }
  return copy
}
