import fc from 'fast-check'

/** Small values over which small schemas differ. */
const scalars = [null, true, false, -1, 0, 0.5, 1, 2, 3, 7, 12, '', 'a', 'ab', 'abc', 'abcd', '12', 'x-1']
const names = ['a', 'b', 'c', 'x-1', 'x-2']

export const value: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthSize: 'medium' },
    fc.constantFrom<unknown>(...scalars),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom(...names), tie('value')), {
        maxLength: 4,
        selector: ([name]) => name,
      })
      .map((members): unknown => Object.fromEntries(members)),
  ),
})).value

const types = ['null', 'boolean', 'object', 'array', 'string', 'integer', 'number']
const small = fc.integer({ min: 0, max: 4 })
const someNames = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 2 })

/** Schemas of 2020-12, small enough that values which tell two of them apart are met by chance. */
export const schema: fc.Arbitrary<unknown> = fc.letrec<{ schema: unknown; keywords: object }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(true, false, {}) },
    { weight: 12, arbitrary: tie('keywords') },
  ),
  keywords: fc
    .array(
      fc.oneof(
        one(
          'type',
          fc.oneof(
            fc.constantFrom(...types),
            fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 3 }),
          ),
        ),
        one('type', fc.constantFrom('object', 'array', 'string')),
        one('enum', fc.uniqueArray(fc.constantFrom<unknown>(...scalars), { minLength: 1, maxLength: 3 })),
        one('const', fc.constantFrom<unknown>(...scalars)),
        one('minimum', fc.constantFrom(0, 0.5, 1, 2)),
        one('maximum', fc.constantFrom(0.5, 2, 3, 7)),
        one('exclusiveMinimum', fc.constantFrom(0, 1)),
        one('multipleOf', fc.constantFrom(1, 2, 0.5)),
        one('minLength', small),
        one('maxLength', small),
        one('pattern', fc.constantFrom('^a', '^[a-c]+$', '^[a-z]*$', '[0-9]')),
        one('minItems', small),
        one('maxItems', small),
        one('uniqueItems', fc.boolean()),
        one('items', tie('schema')),
        one('prefixItems', fc.array(tie('schema'), { minLength: 1, maxLength: 2 })),
        one('contains', tie('schema')),
        one('unevaluatedItems', tie('schema')),
        one('required', someNames),
        one('minProperties', small),
        one('maxProperties', small),
        one('properties', members(tie('schema'))),
        one('properties', members(tie('schema'))),
        one('additionalProperties', tie('schema')),
        one('unevaluatedProperties', tie('schema')),
        one(
          'patternProperties',
          fc.tuple(fc.constantFrom('^x-', '^[a-b]$'), tie('schema')).map(([key, item]) => ({ [key]: item })),
        ),
        one('propertyNames', tie('schema')),
        one(
          'dependentRequired',
          fc.tuple(fc.constantFrom(...names), someNames).map(([key, list]) => ({ [key]: list })),
        ),
        one('dependentSchemas', members(tie('schema'))),
        one('allOf', fc.array(tie('schema'), { minLength: 1, maxLength: 2 })),
        one('anyOf', fc.array(tie('schema'), { minLength: 1, maxLength: 3 })),
        one('oneOf', fc.array(tie('schema'), { minLength: 1, maxLength: 3 })),
        one('not', tie('schema')),
        fc
          .tuple(tie('schema'), tie('schema'), tie('schema'))
          .map((schemas) =>
            Object.fromEntries(['if', 'then', 'else'].map((name, at) => [name, schemas[at]])),
          ),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((parts): object => Object.assign({}, ...parts) as object),
})).schema

function one(keyword: string, arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  return arbitrary.map((found) => ({ [keyword]: found }))
}

function members(arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  return fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names), arbitrary), {
      minLength: 1,
      maxLength: 3,
      selector: ([name]) => name,
    })
    .map((found) => Object.fromEntries(found) as object)
}

/** A schema with one keyword, at any depth, replaced, dropped or added. */
export const edited: fc.Arbitrary<{ base: unknown; head: unknown }> = fc
  .tuple(schema, schema, fc.nat(), fc.nat(3))
  .map(([base, other, where, how]) => {
    const head = structuredClone(base)
    const places = mappings(head)
    const place = places[where % Math.max(1, places.length)]
    const donor = mappings(other)[0] ?? {}
    if (!place) return { base, head: other }
    const keys = Object.keys(place)
    const key = keys[where % Math.max(1, keys.length)]
    if (how === 0 && key !== undefined) delete place[key]
    else if (how === 1) Object.assign(place, donor)
    else {
      const [name] = Object.keys(donor)
      if (name !== undefined) place[name] = donor[name]
    }
    return { base, head }
  })

/** The schemas within a schema, itself included. */
function mappings(root: unknown): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = []
  const visit = (node: unknown, isSchema: boolean): void => {
    if (Array.isArray(node)) for (const item of node) visit(item, true)
    else if (typeof node === 'object' && node !== null) {
      if (isSchema) found.push(node as Record<string, unknown>)
      for (const [key, inner] of Object.entries(node)) {
        if (isSchema && ['enum', 'const', 'required', 'type', 'dependentRequired'].includes(key)) continue
        const map = isSchema && ['properties', 'patternProperties', 'dependentSchemas'].includes(key)
        visit(inner, !map)
      }
    }
  }
  visit(root, true)
  return found
}
