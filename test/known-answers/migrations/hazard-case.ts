import type { Files } from './case.ts'

/** What stands for one rule of another tool: snippets that it faults and lets pass, and ours for the same. */
export interface ComparedRule {
  /** As the tool names it. */
  id: string
  /** What it looks for, in a few words. */
  what: string
  /** Our rules that say it, by the name after the slash: one of them speaks of each `bad`, none of a `good`. */
  ours: readonly string[]
  /** Why none is ours, or what of it is not. */
  because?: string
  /** The lines to be reported end in `-- here` (in Ruby `# here`). */
  bad?: readonly Snippet[]
  good?: readonly Snippet[]
}

/** The migration, or several in order. */
export type Snippet = string | { steps: readonly string[]; options?: object }

export interface ComparedTool {
  title: string
  url: string
  /** Files of the base. */
  base: Files
  /** The path of the nth migration of the change. */
  path: (n: number) => string
  /** A migration around a snippet. */
  wrap?: (snippet: string, n: number) => string
  rules: readonly ComparedRule[]
}
