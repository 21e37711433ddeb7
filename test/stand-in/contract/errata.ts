import type { Schema } from './description.ts'

/** Fields that GitHub answers with null although its description says they are never null. */
const NULLABLE: Record<string, readonly string[]> = {
  // An outdated comment has no line: https://docs.github.com/en/rest/pulls/comments (observed).
  'pull-request-review-comment': ['line', 'position', 'start_line', 'original_start_line'],
  'review-comment': ['line', 'start_line', 'original_start_line', 'start_side'],
}

/** A component of GitHub's description with its known mistakes put right. */
export function errata(name: string, schema: Schema): Schema {
  const fields = NULLABLE[name]
  if (!fields) return schema
  const properties = { ...(schema['properties'] as Record<string, Schema>) }
  for (const field of fields) {
    if (properties[field]) properties[field] = { ...properties[field], nullable: true }
  }
  return { ...schema, properties }
}

/** Answers whose schema is wrong as a whole. */
export const ANSWERS: Record<string, Schema> = {
  // Its account has to be a user and an enterprise (`allOf`) where the component says `anyOf`.
  'GET /app/installations': { type: 'array', items: { $ref: '#/components/schemas/installation' } },
}

/** The lists of an app's events are older than some events (`merge_group`). */
export function isEventName(property: string, schema: unknown): schema is Schema {
  return property === 'events' && typeof schema === 'object' && schema !== null && 'items' in schema
}
