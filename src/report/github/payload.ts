import type { Conclusion } from '../../model/index.ts'

/** GitHub's bounds, from "Create a check run" and "Update a check run" in its REST description. */
export const LIMITS = {
  /** Bytes of summary and of text. */
  text: 65_535,
  annotationsPerRequest: 50,
  /** Bytes of an annotation's message (GitHub: 64 KB); kept short for people. */
  message: 4_000,
  /** Characters of an annotation's title. */
  title: 255,
  /** Annotations of one check run; ours, so that one review cannot eat an hour's quota of requests. */
  annotations: 1_000,
  /** Bytes of a review comment's text; its marker, 33 for each finding, comes on top (GitHub: 65,536). */
  comment: 30_000,
} as const

export interface Annotation {
  path: string
  startLine: number
  endLine: number
  /** Only where start and end are one line: GitHub refuses columns otherwise. */
  startColumn?: number
  endColumn?: number
  level: 'failure' | 'warning' | 'notice'
  title: string
  message: string
}

/** A button of a check run. GitHub: three at most; label and identifier 20 characters, description 40. */
export interface Action {
  label: string
  identifier: string
  description: string
}

/** What one family's check run says, in no transport's shape. */
export interface CheckRunPayload {
  family: string
  /** Stable: branch protection requires it by this name. */
  name: string
  conclusion: Conclusion
  title: string
  /** Markdown. */
  summary: string
  /** Markdown; absent where there is nothing to list. */
  text?: string
  /** In the order they are sent; never more than `LIMITS.annotations`. */
  annotations: Annotation[]
  actions: Action[]
}

export const RECHECK: Action = {
  label: 'Review again',
  identifier: 'recheck',
  description: 'Review the newest commit once more.',
}

/** The name under which a family's check run stands on every commit. */
export function checkRunName(family: { title: string }): string {
  return `Roadmap / ${family.title}`
}
