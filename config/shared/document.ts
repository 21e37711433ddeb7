import { z } from 'zod'
import { fileSchema } from '../file/schema.ts'
import type { LineOf } from '../resolve.ts'
import type { SharedDocument } from './types.ts'

/** The key of a value in `SharedDocument.lines`. */
export function lineKey(path: readonly (string | number)[]): string {
  return JSON.stringify(path)
}

/** Remembers the lines that are asked for. */
export function recordLines(lineOf: LineOf, lines: Record<string, number>): LineOf {
  return (path) => {
    const line = lineOf(path)
    if (line !== undefined) lines[lineKey(path)] = line
    return line
  }
}

const stored: z.ZodType<SharedDocument> = z.lazy(() =>
  z.strictObject({
    what: z.string(),
    sha: z.string(),
    settings: fileSchema,
    lines: z.record(z.string(), z.int()),
    extends: z.record(z.string(), stored),
  }),
)

/** What was kept as JSON; undefined where this version no longer takes it. */
export function readStored(json: unknown): SharedDocument | undefined {
  const parsed = stored.safeParse(json)
  return parsed.success ? parsed.data : undefined
}
