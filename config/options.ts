import { z } from 'zod'

/** A rule writes `maxStatements` in its schema; the file has `max-statements`, as all its keys. */
export function fileKey(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** Fields of an options schema by their names in the file; undefined for a schema that is no object. */
export function optionFields(schema: z.ZodType): Map<string, { key: string; schema: z.ZodType }> | undefined {
  const inner = unwrap(schema)
  if (!(inner instanceof z.ZodObject)) return undefined
  const fields = Object.entries(inner.shape)
  return new Map(fields.map(([key, field]) => [fileKey(key), { key, schema: field }]))
}

/** Called for a key that an object of the options does not have. */
export type OnUnknown = (path: readonly (string | number)[], key: string, known: readonly string[]) => void

/** Options of the file with the names of the rule's schema; unknown keys are told and left out. */
export function fromFile(
  schema: z.ZodType,
  value: unknown,
  onUnknown: OnUnknown = () => {},
  path: readonly (string | number)[] = [],
): unknown {
  const inner = unwrap(schema)
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    return value.map((item, index) => fromFile(inner.element as z.ZodType, item, onUnknown, [...path, index]))
  }
  if (!isRecord(value)) return value
  if (inner instanceof z.ZodRecord) {
    const item = inner.valueType as z.ZodType
    return mapEntries(value, (key, entry) => [key, fromFile(item, entry, onUnknown, [...path, key])])
  }
  const fields = optionFields(inner)
  if (!fields) return value
  return mapEntries(value, (key, entry) => {
    const field = fields.get(key)
    if (field) return [field.key, fromFile(field.schema, entry, onUnknown, [...path, key])]
    onUnknown(path, key, [...fields.keys()])
    return undefined
  })
}

/** The schema inside defaults, optionals, pipes and the like. */
export function unwrap(schema: z.ZodType): z.ZodType {
  let inner = schema
  for (;;) {
    if (inner instanceof z.ZodPipe) inner = inner.in as z.ZodType
    else if (
      inner instanceof z.ZodDefault ||
      inner instanceof z.ZodPrefault ||
      inner instanceof z.ZodOptional ||
      inner instanceof z.ZodNullable ||
      inner instanceof z.ZodReadonly ||
      inner instanceof z.ZodCatch
    ) {
      inner = inner.unwrap() as z.ZodType
    } else return inner
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function mapEntries(
  record: Record<string, unknown>,
  map: (key: string, value: unknown) => [string, unknown] | undefined,
): Record<string, unknown> {
  const entries = Object.entries(record).map(([key, value]) => map(key, value))
  return Object.fromEntries(entries.filter((entry) => entry !== undefined))
}
