import { pointerOf, stringAt, type SpecNode } from '../../../src/parse/openapi/node.ts'

/** Keywords of a schema that say nothing a reader needs. */
const SILENT = new Set(['allOf', 'oneOf', 'anyOf', 'properties', 'schema'])

/**
 * A short name for a place: `Pet.tags[].name`, `body.name`, `limit`. For people: it need not be unique.
 */
export function nameOf(node: SpecNode): string {
  const steps = pointerOf(node).map(String)
  const nodes = lineage(node)
  const shared = steps.findIndex(
    (step, index) =>
      (step === 'schemas' && steps[index - 1] === 'components') || (step === 'definitions' && index === 0),
  )
  if (shared >= 0 && steps.length > shared + 1) {
    return (steps[shared + 1] ?? '') + trail(steps.slice(shared + 2))
  }
  // AsyncAPI: the messages of a channel, an operation or the components.
  const message = steps.findIndex(
    (step, index) =>
      (step === 'payload' || step === 'headers') &&
      (steps[index - 1] === 'message' ||
        /^(?:messages|messageTraits|traits|oneOf)$/.test(steps[index - 2] ?? '')),
  )
  if (message > 0 && ['channels', 'operations', 'components'].includes(steps[0] ?? ''))
    return (steps[message] ?? '') + trail(steps.slice(message + 1))
  const parameters = steps.lastIndexOf('parameters')
  if (parameters >= 0 && steps.length > parameters + 1) {
    const name = stringAt(nodes[parameters + 2], 'name') ?? 'parameter'
    return name + trail(steps.slice(parameters + 2))
  }
  const headers = steps.lastIndexOf('headers')
  if (headers >= 0 && steps.length > headers + 1)
    return (steps[headers + 1] ?? '') + trail(steps.slice(headers + 2))
  const schema = steps.indexOf('schema')
  // A parameter or header in a file of its own.
  const named = nodes.findIndex(
    (at) => stringAt(at, 'in') !== undefined && stringAt(at, 'name') !== undefined,
  )
  if (named >= 0 && (schema < 0 || named <= schema))
    return (stringAt(nodes[named], 'name') ?? '') + trail(steps.slice(named))
  if (schema >= 0) return `body${trail(steps.slice(schema + 1))}`
  // A file that is one schema is known by its name.
  const [first] = steps
  const own = first === undefined || SCHEMA_KEYS.has(first)
  return (own ? stemOf(node.tree.path) : first) + trail(own ? steps : steps.slice(1))
}

/** Keys at the root of a file that is a schema. */
const SCHEMA_KEYS = new Set([
  ...SILENT,
  'items',
  'prefixItems',
  'additionalProperties',
  'patternProperties',
  'required',
  'enum',
  'type',
  'format',
])

/** `pet` of `schemas/pet.yaml`. */
function stemOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/\..*$/, '') || 'body'
}

/** The pointer with parameters named instead of numbered: stays the same when others come and go. */
export function subjectOf(node: SpecNode): string {
  const nodes = lineage(node)
  const steps = pointerOf(node)
  return steps
    .map((step, index) => {
      const at = nodes[index + 1]
      if (typeof step !== 'number' || steps[index - 1] !== 'parameters') return String(step)
      return `${stringAt(at, 'in') ?? ''} ${stringAt(at, 'name') ?? step}`
    })
    .join('/')
}

/** The node's ancestors from the root down to itself. */
function lineage(node: SpecNode): SpecNode[] {
  const nodes: SpecNode[] = []
  for (let at: SpecNode | undefined = node; at; at = at.parent) nodes.push(at)
  return nodes.reverse()
}

function trail(steps: readonly string[]): string {
  let text = ''
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] ?? ''
    if (step === 'properties' && index + 1 < steps.length) text += `.${steps[++index] ?? ''}`
    else if (step === 'items' || step === 'prefixItems') text += '[]'
    else if (step === 'additionalProperties' || step === 'patternProperties') text += '{}'
    else if (SILENT.has(step)) continue
    else if (['required', 'enum', 'type', 'format'].includes(step)) break
  }
  return text
}

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? ''
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}

/** A text of at most `length` characters. */
export function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}

/** A value as a reader would write it, cut short. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  return `\`${clip(text, 60)}\``
}
