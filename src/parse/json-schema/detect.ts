import { isMapping, valueAt } from '../openapi/node.ts'

export type Draft = 'draft-04' | 'draft-06' | 'draft-07' | '2019-09' | '2020-12'

const META = /^https?:\/\/json-schema\.org\/(?:draft-(0[467])|draft\/(2019-09|2020-12))\/(?:hyper-)?schema#?$/
const META_IN_TEXT = /["']?\$schema["']?[ \t]*:[ \t\r\n]*["']?https?:\/\/json-schema\.org\/(?:draft|schema)/

/** The draft a schema says it is of (`$schema`). */
export function draftOf(value: unknown): Draft | undefined {
  const uri = valueAt(value, '$schema')
  if (typeof uri !== 'string') return undefined
  if (/^https?:\/\/json-schema\.org\/schema#?$/.test(uri)) return '2020-12'
  const [, old, recent] = META.exec(uri) ?? []
  return old ? (`draft-${old}` as Draft) : (recent as Draft | undefined)
}

const TYPE = /["']?type["']?[ \t]*:[ \t\r\n]*(?:["'[]|string|number|integer|boolean|array|object|null)/
const KEYWORD =
  /["'](?:properties|additional(?:Properties|Items)|patternProperties|unevaluated(?:Properties|Items)|propertyNames|(?:max|min)Properties|dependent(?:Required|Schemas)|required|enum|const|items|prefixItems|allOf|anyOf|oneOf|not|if|\$ref|\$defs|definitions|dependencies|minimum|maximum|pattern|minLength|maxLength)["'][ \t]*:/

/** Names that people give to schemas. */
const NAMED = /(?:^|[/._-])schemas?(?:[/._-]|$)/i

/** Files that never are a schema by themselves, by name. */
const NEVER =
  /(?:^|\/)(?:node_modules|\.github|\.vscode|\.idea)\/|(?:^|\/)(?:package(?:-lock)?|composer|tsconfig[^/]*|jsconfig|angular|renovate|lerna|nx|project|nest-cli|biome)\.json$/

/** Whether a text may be a JSON Schema. Cheap; asked of every changed JSON and YAML file. */
export function looksLikeSchema(path: string, text: string): boolean {
  if (NEVER.test(path)) return false
  if (META_IN_TEXT.test(text)) return true
  if (/["']?\$schema["']?[ \t]*:/.test(text)) return false
  // YAML of other kinds is full of `type:` and `items:`; a schema in YAML must say so or be called so.
  if (!path.endsWith('.json') && !NAMED.test(path)) return false
  return path.endsWith('.json')
    ? KEYWORD.test(text) || TYPE.test(text)
    : /^[ \t]*(?:type|properties)[ \t]*:/m.test(text)
}

/** Every keyword of the drafts' vocabularies, with the annotations that tools add. */
const VOCABULARY = new Set(
  (
    '$schema $id $ref $anchor $dynamicRef $dynamicAnchor $recursiveRef $recursiveAnchor $vocabulary $comment $defs ' +
    'id definitions title description default examples example deprecated readOnly writeOnly type enum const ' +
    'multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern format ' +
    'contentEncoding contentMediaType contentSchema items prefixItems additionalItems unevaluatedItems maxItems ' +
    'minItems uniqueItems contains minContains maxContains maxProperties minProperties required properties ' +
    'patternProperties additionalProperties unevaluatedProperties propertyNames dependencies dependentRequired ' +
    'dependentSchemas allOf anyOf oneOf not if then else'
  ).split(' '),
)

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'])

/** Whether a parsed value is a JSON Schema: it says so, or says nothing but what a schema says. */
export function isSchema(path: string, value: unknown): boolean {
  if (!isMapping(value)) return false
  if (valueAt(value, '$schema') !== undefined) return draftOf(value) !== undefined
  const keys = Object.keys(value)
  if (keys.length === 0 || !keys.every((key) => VOCABULARY.has(key) || key.startsWith('x-'))) return false
  const type = valueAt(value, 'type')
  if (type !== undefined && ![type].flat().every((name) => typeof name === 'string' && TYPES.has(name)))
    return false
  const lists = ['allOf', 'anyOf', 'oneOf']
  return (
    type !== undefined ||
    TELLING.some((key) => valueAt(value, key) !== undefined) ||
    ['properties', 'definitions', 'not', 'if'].some((key) => isMapping(valueAt(value, key))) ||
    lists.some((key) => isListOfSchemas(valueAt(value, key))) ||
    (NAMED.test(path) && keys.some((key) => !ANNOTATIONS.has(key)))
  )
}

/** Keywords that nothing but a schema has. */
const TELLING = [
  'additionalProperties',
  'patternProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'additionalItems',
  'prefixItems',
  'propertyNames',
  'dependentRequired',
  'dependentSchemas',
  'dependencies',
  'maxProperties',
  'minProperties',
  '$defs',
]

const ANNOTATIONS = new Set(['title', 'description', 'default', 'examples', 'example', 'id', '$comment'])

function isListOfSchemas(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => isMapping(item) || item === true || item === false)
  )
}
