export type Files = Readonly<Record<string, string>>

/**
 * A pull request on a history of migrations, and what a senior reviewer says of it. The answers were written before any
 * rule was run on them.
 */
export interface PullRequest {
  name: string
  /** Files of the base. */
  base: Files
  /** Files that the change adds or writes anew; a null is a file that it deletes. */
  change: Readonly<Record<string, string | null>>
  /** `path: text of the line` of each thing to be said at `warning` or `error`. Empty: nothing is said, not even a note. */
  says: readonly string[]
  /** The same at `note`, where an answer names one. Notes beside a fault are not asked for. */
  notes?: readonly string[]
  /** Why the answer is not the one first written. */
  amended?: string
}

/** The text of a file without the indentation of the source around it. */
export function file(strings: TemplateStringsArray, ...values: readonly string[]): string {
  const lines = String.raw({ raw: strings.raw }, ...values).split('\n')
  if (lines[0]?.trim() === '') lines.shift()
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const indent = Math.min(...indents)
  return lines
    .map((line) => line.slice(indent))
    .join('\n')
    .trimEnd()
    .concat('\n')
}
