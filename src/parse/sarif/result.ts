import type { Confidence, Level, Region } from '../../model/index.ts'

/** A rule of another scanner, as its log describes it. */
export interface SarifRule {
  /** As the tool names it. */
  id: string
  title?: string
  /** Plain text. */
  what?: string
  help?: string
  /** http or https. */
  helpUri?: string
  level?: Level
  confidence?: Confidence
  cwe: number[]
  tags: string[]
}

export interface SarifPlace {
  /** Decoded; relative to the root of the tree, or absolute (`/home/…`) where the log says no more. */
  path: string
  region?: Region
  message?: string
}

/** A result that asks for something: no pass, not suppressed, not gone. */
export interface SarifResult {
  rule: SarifRule
  level: Level
  message: string
  place: SarifPlace
  related: SarifPlace[]
  /** The tool's own baseline says that it was there before. */
  unchanged: boolean
}

export interface SarifRun {
  /** Name of the tool as it writes it. */
  tool: string
  results: SarifResult[]
  /** Results without a place in a file. */
  withoutPlace: number
  /** Results that the log says are suppressed. */
  suppressed: number
  /** Why the log is not the whole answer: the tool failed, or there were more results than are read. */
  notLookedAt: string[]
}

export type SarifAnswer = { ok: true; runs: SarifRun[] } | { ok: false; problem: string; line?: number }
