import { child, items, valueAt, type SpecNode } from '../../../../src/parse/openapi/node.ts'
import type { FileEdits, Sources } from './put-back.ts'

/** Turns the `required: true` of a parameter or body into `false`. */
export function makeOptional(node: SpecNode, sources: Sources): FileEdits | undefined {
  const flag = node.key === 'required' ? node : child(node, 'required')
  const text = flag && sources.of(flag)
  const [entry] = flag ? (text?.entries([flag]) ?? []) : []
  if (!flag || !text || !entry || flag.value !== true) return undefined
  const written = text.text.slice(entry.start, entry.end)
  const at = written.lastIndexOf('true')
  if (at < 0) return undefined
  return { text, edits: [{ start: entry.start + at, end: entry.start + at + 4, text: 'false' }] }
}

/** Takes a name out of a schema's `required`; the list goes with its last name. */
export function removeRequired(schema: SpecNode, name: string, sources: Sources): FileEdits | undefined {
  const list = child(schema, 'required')
  const names = items(list)
  const index = names.findIndex(({ value }) => value === name)
  if (!list || index < 0) return undefined
  const only = names.length === 1
  const siblings = only ? Object.keys(Object(schema.value) as object).map((key) => child(schema, key)) : names
  const nodes = siblings.filter((node) => node !== undefined)
  const at = only ? nodes.findIndex(({ key }) => key === 'required') : index
  const text = sources.of(list)
  const places = text.entries(nodes)
  const [before, own, after] = [places[at - 1], places[at], places[at + 1]]
  if (!own) return undefined
  if (before) return { text, edits: [{ start: before.end, end: own.end, text: '' }] }
  if (after) return { text, edits: [{ start: own.start, end: after.start, text: '' }] }
  return undefined
}

/** The schema that a property is written in, where it is written in `properties`. */
export function schemaOf(property: SpecNode): SpecNode | undefined {
  const properties = property.parent
  return properties?.key === 'properties' ? properties.parent : undefined
}

/** The item of a schema's `required` that names a property. */
export function requiredItem(property: SpecNode): SpecNode | undefined {
  const schema = schemaOf(property)
  if (!schema || !Array.isArray(valueAt(schema.value, 'required'))) return undefined
  return items(child(schema, 'required')).find(({ value }) => value === property.key)
}
