import { pointerOf, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { clip } from '../diff/naming.ts'

/** Why values of one schema are not values of another: one keyword at one place. */
export interface Reason {
  /** The schema that `node` belongs to: the one whose values are asked about, or the one they are held against. */
  of: 'inner' | 'outer'
  node: SpecNode
  /** The nearest place in the other one. */
  other: SpecNode | undefined
  /** `warning`: only some values that nobody described before are concerned, or it was not decided. */
  level: 'error' | 'warning'
  /** Tells apart several reasons at one place. */
  detail: string
  /** The sentence when documents that were valid are refused, without a full stop. */
  refused: string
  /** The sentence when documents become valid that never were. */
  allowed: string
}

/** Keys that name no part of a document. */
const SILENT = new Set([
  'properties',
  'allOf',
  'anyOf',
  'oneOf',
  'then',
  'else',
  'dependentSchemas',
  'dependencies',
])
const SCHEMA_LISTS = new Set(['allOf', 'anyOf', 'oneOf'])

/** A short name of the part of a document that a schema is about: `Pet.tags[].name`, `address.street`. */
export function nameOf(node: SpecNode): string {
  const steps = pointerOf(node)
  let text = ''
  for (let index = 0; index < steps.length; index++) {
    const step = String(steps[index])
    const next = steps[index + 1]
    if (
      step === 'definitions' ||
      step === '$defs' ||
      (step === 'schemas' && steps[index - 1] === 'components')
    ) {
      if (next !== undefined) text = String(steps[++index])
    } else if (step === 'properties') {
      if (next !== undefined) text += `${text === '' ? '' : '.'}${String(steps[++index])}`
    } else if (['items', 'prefixItems', 'additionalItems', 'contains'].includes(step)) {
      text += '[]'
      if (typeof next === 'number') index++
    } else if (step === 'patternProperties' || step === 'additionalProperties') {
      text += '{}'
      if (step === 'patternProperties') index++
    } else if (SILENT.has(step)) {
      if (SCHEMA_LISTS.has(step) && typeof next === 'number') index++
    } else if (step === 'payload' || step === 'headers' || step === 'schema') text = step
    else if (LEAVES.has(step)) break
  }
  return text === '' ? 'the document' : `\`${clip(text, 120)}\``
}

const LEAVES = new Set([
  'type',
  'enum',
  'const',
  'required',
  'format',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'not',
  'if',
  'exclusiveMaximum',
  'dependentRequired',
  'propertyNames',
  'unevaluatedProperties',
  'unevaluatedItems',
])

/** Which way versions are compared: documents of before held against the schema of now, or the other way round. */
export type Way = 'narrowed' | 'widened'
