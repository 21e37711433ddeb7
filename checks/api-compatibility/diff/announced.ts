import type { Header } from '../../../src/parse/openapi/content.ts'
import { child, items, stringAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Lifecycle, Operation } from '../../../src/parse/openapi/operations.ts'
import { dateFrom } from './sunset.ts'

/** What an operation promises about its own end, by keywords or by the headers of its responses. */
export interface Announced extends Lifecycle {
  /** Since when it is deprecated, where the header says. */
  since?: Date
}

/**
 * `deprecated` and `x-sunset` of an operation, else what the described headers `Deprecation` (RFC 9745) and `Sunset`
 * (RFC 8594) say. A header counts where its description fixes its value; an example is one of many,
 * unless the operation itself is marked as deprecated.
 */
export function announcedBy({ lifecycle, responses }: Operation): Announced {
  const headers = responses
    .filter(({ status }) => !/^[45]/.test(status))
    .flatMap((response) => response.headers)
  const deprecation = first(headers, 'deprecation', lifecycle.deprecated)
  const sunset = first(headers, 'sunset', lifecycle.deprecated)
  const since = typeof deprecation?.value === 'string' ? momentFrom(deprecation.value) : undefined
  return {
    ...lifecycle,
    deprecated: lifecycle.deprecated || deprecation !== undefined || sunset !== undefined,
    ...(!lifecycle.sunset && sunset && { sunset: { node: sunset, value: sunset.value } }),
    ...(since && { since }),
  }
}

function first(headers: readonly Header[], name: string, examples: boolean): SpecNode | undefined {
  for (const header of headers) {
    if (header.name !== name || !header.schema) continue
    const value = valueOf(header.schema, examples)
    // `Deprecation: false` stands in a few drafts.
    if (value && value.value !== false) return value
  }
  return undefined
}

function valueOf(schema: SpecNode, examples: boolean): SpecNode | undefined {
  const listed = items(child(schema, 'enum'))
  const fixed =
    child(schema, 'const') ?? (listed.length === 1 ? listed[0] : undefined) ?? child(schema, 'default')
  if (fixed || !examples) return fixed
  return (
    child(schema, 'example') ??
    items(child(schema, 'examples'))[0] ??
    (schema.parent && child(schema.parent, 'example'))
  )
}

/** A structured date, `@1688169599`, or an HTTP date of the drafts. */
function momentFrom(text: string): Date | undefined {
  const [, seconds] = /^@(-?\d{1,11})$/.exec(text) ?? []
  return seconds === undefined ? dateFrom(text) : new Date(Number(seconds) * 1000)
}

/** Whether a node lies in something that its description calls draft or alpha. */
export function liesInUnstable(node: SpecNode): boolean {
  for (let at: SpecNode | undefined = node; at; at = at.parent) {
    const level = stringAt(at, 'x-stability-level')
    if (level !== undefined) return level === 'draft' || level === 'alpha'
  }
  return false
}
