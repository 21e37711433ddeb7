import type { Description } from './description.ts'
import { child, isMapping, stringAt, type SpecNode } from './node.ts'
import { fragmentSteps } from './references.ts'

/** A place of the root file that its format does not allow. */
export interface StructureError {
  /** The nearest existing value. */
  node: SpecNode
  /** What is wrong, as a clause: `must have required property 'description'`. */
  message: string
}

/** What validation of a schema says, as far as we use it (https://ajv.js.org/api.html#error-objects). */
interface Violation {
  instancePath: string
  keyword: string
  message?: string
  params?: { additionalProperty?: string; unevaluatedProperty?: string; allowedValues?: unknown[] }
}

/**
 * Holds the root file against the JSON Schema that the OpenAPI Initiative publishes for its version, through
 * swagger-parser. By default that library reads every file and URL a `$ref` names and writes all references
 * out; here it may do neither, so a reference costs nothing and its target is not looked at through it.
 * OpenAPI 3.2 is not checked: the library knows no schema for it.
 */
export async function structureErrors(description: Description): Promise<StructureError[]> {
  const version = VERSIONS[description.dialect]
  const { root } = description
  if (!isMapping(root.value) || /^3\.[2-9]/.test(stringAt(root, 'openapi') ?? '')) return []
  const document = { ...root.value, ...version }
  // Loaded only where the rule is switched on: it would slow the start of every review.
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser')
  try {
    await SwaggerParser.validate(document as unknown as Parameters<typeof SwaggerParser.validate>[0], {
      resolve: { external: false, file: false, http: false },
      dereference: { circular: 'ignore', excludedPathMatcher: () => true },
      validate: { schema: true, spec: false },
    })
    return []
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    if (!('details' in error)) return [{ node: root, message: error.message }]
    return innermost(error.details as Violation[]).map((violation) => placed(root, violation))
  }
}

/** The library looks at the version by its exact text, and ours is already known. */
const VERSIONS = {
  'swagger-2.0': { swagger: '2.0' },
  'openapi-3.0': { openapi: '3.0.3' },
  'openapi-3.1': { openapi: '3.1.0' },
} as const

/** Keywords whose errors only say that none of several alternatives fits: what is inside says why. */
const OUTER = new Set(['oneOf', 'anyOf', 'allOf', 'if', 'not', '$ref', '$dynamicRef', 'dependentSchemas'])

/**
 * The errors that say something, one a place: not those of an alternative that was never meant (a `$ref` is
 * missing), and none around another one.
 */
function innermost(violations: readonly Violation[]): Violation[] {
  const told = violations.filter(
    ({ keyword, message }) => !OUTER.has(keyword) && message !== "must have required property '$ref'",
  )
  const rest = told.length > 0 ? told : violations
  const around = new Set<string>()
  for (const { instancePath } of rest) {
    for (let at = instancePath.lastIndexOf('/'); at >= 0; at = instancePath.lastIndexOf('/', at - 1)) {
      around.add(instancePath.slice(0, at))
      if (at === 0) break
    }
  }
  const best = new Map<string, Violation>()
  for (const violation of rest) {
    const { instancePath, keyword } = violation
    if (around.has(instancePath) && keyword !== 'required') continue
    const known = best.get(instancePath)
    if (!known || rank(keyword) < rank(known.keyword)) best.set(instancePath, violation)
  }
  return [...best.values()]
}

/** One error a place: what is missing says more than what is too much, and that more than a wrong type. */
function rank(keyword: string): number {
  const index = ['required', 'enum', 'additionalProperties', 'unevaluatedProperties'].indexOf(keyword)
  return index < 0 ? Infinity : index
}

function placed(root: SpecNode, violation: Violation): StructureError {
  let node = root
  for (const step of fragmentSteps(violation.instancePath) ?? []) {
    const next = child(node, step)
    if (!next) break
    node = next
  }
  const extra = violation.params?.additionalProperty ?? violation.params?.unevaluatedProperty
  return { node: (extra !== undefined && child(node, extra)) || node, message: words(violation) }
}

function words({ message = 'is not valid', params }: Violation): string {
  const extra = params?.additionalProperty ?? params?.unevaluatedProperty
  if (extra !== undefined) return `must not have the property '${extra}'`
  if (params?.allowedValues) return `must be one of ${params.allowedValues.map(String).join(', ')}`
  return message
}
