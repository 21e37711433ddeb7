import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { componentSchema } from './description.ts'
import type { Schema } from './description.ts'
import { errata, isEventName } from './errata.ts'

const PREFIX = '#/components/schemas/'

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  logger: false,
  unicodeRegExp: false,
  // Each schema runs a few times only: these halve the time to compile it (measured).
  validateSchema: false,
  inlineRefs: false,
  code: { optimize: false },
})
// ajv-formats is CommonJS: its types and Node disagree on where the function is.
;(addFormats as unknown as (instance: Ajv) => void)(ajv)
const known = new Set<string>()

/** Compiles a schema of GitHub's description, and what it refers to, to JSON Schema. */
export function compile(schema: Schema, options: { closed?: boolean } = {}): ValidateFunction {
  const translated = translate(schema, options.closed ?? false) as Schema
  addReferenced(translated)
  return ajv.compile(translated)
}

/**
 * OpenAPI 3.0 to JSON Schema: `nullable` becomes a choice, references become names. `closed` refuses
 * fields that the description does not know: GitHub ignores them, so a misspelt one would pass unseen.
 */
function translate(node: unknown, closed: boolean): unknown {
  if (Array.isArray(node)) return node.map((each) => translate(each, closed))
  if (typeof node !== 'object' || node === null) return node
  const { nullable, example: _example, examples: _examples, $ref, ...rest } = node as Schema
  if (typeof $ref === 'string') return { $ref: $ref.slice(PREFIX.length) }
  const copy: Schema = {}
  for (const [key, value] of Object.entries(rest)) {
    if (key === 'properties') {
      const entries = Object.entries(value as Schema).map(([name, each]) => [
        name,
        translate(isEventName(name, each) ? { ...each, items: {} } : each, closed),
      ])
      copy[key] = Object.fromEntries(entries)
    } else if (key === 'enum' || key === 'default' || key === 'required') {
      copy[key] = value
    } else {
      copy[key] = translate(value, closed && !['anyOf', 'oneOf', 'allOf'].includes(key))
    }
  }
  if (closed && copy['properties'] !== undefined && copy['additionalProperties'] === undefined) {
    copy['additionalProperties'] = false
  }
  return nullable === true ? { anyOf: [copy, { type: 'null' }] } : copy
}

function addReferenced(schema: Schema): void {
  for (const name of references(schema)) {
    if (known.has(name)) continue
    known.add(name)
    const component = translate(errata(name, componentSchema(name)), false) as Schema
    ajv.addSchema(component, name)
    addReferenced(component)
  }
}

function* references(node: unknown): Iterable<string> {
  if (typeof node !== 'object' || node === null) return
  for (const [key, value] of Object.entries(node)) {
    if (key === '$ref' && typeof value === 'string') yield value
    else yield* references(value)
  }
}
