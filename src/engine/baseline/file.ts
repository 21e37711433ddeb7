import { z } from 'zod'
import type { Region } from '../../model/index.ts'
import { parseJson } from '../../parse/json/parse-json.ts'
import { compare } from '../order.ts'

/** Where the baseline of a repository lies. */
export const BASELINE_PATH = '.roadmap-baseline.json'

/** Findings alike of one rule in one file that were there before the team asked for none. */
export interface BaselineEntry {
  path: string
  rule: string
  /** Identity of the first of them, see `identityOf`. */
  fingerprint: string
  /** How many there are. */
  count: number
  /** Why it was added after the baseline was first written. */
  reason?: string
}

export interface Baseline {
  /** Each with its 1-based line in the file. */
  entries: readonly (BaselineEntry & { line: number })[]
}

export interface BaselineProblem {
  message: string
  /** 1-based. */
  line: number
}

export type BaselineResult = { ok: true; baseline: Baseline } | { ok: false; problems: BaselineProblem[] }

const MAX_BYTES = 8 * 1024 * 1024
const MAX_ENTRIES = 20_000
const MAX_PROBLEMS = 20

const entrySchema = z.strictObject({
  path: z.string().min(1).max(4_096),
  rule: z
    .string()
    .max(300)
    .regex(/^[\w.@-]+(?:\/[\w.@-]+)+$/),
  fingerprint: z.string().regex(/^[0-9a-f]{32}$/),
  count: z.int().min(1).max(1_000_000),
  reason: z.string().min(1).max(1_000).optional(),
})
const fileSchema = z.strictObject({
  version: z.literal(1),
  findings: z.array(entrySchema).max(MAX_ENTRIES),
})

/** Reads the text of a baseline; answers what is wrong with it, by line. Never throws. */
export function parseBaseline(text: string): BaselineResult {
  if (text.length > MAX_BYTES) return failed([{ message: `is larger than ${MAX_BYTES} bytes`, line: 1 }])
  const tree = parseJson(BASELINE_PATH, text)
  if (tree.problems.length > 0) {
    return failed(tree.problems.map(({ message, region }) => ({ message, line: region?.startLine ?? 1 })))
  }
  const parsed = fileSchema.safeParse(tree.value)
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, MAX_PROBLEMS)
    const places = tree.locate(issues.map(({ path }) => path.map(step)))
    return failed(
      issues.map(({ path, message }, index) => ({
        message: path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`,
        line: places[index]?.startLine ?? 1,
      })),
    )
  }
  const { findings } = parsed.data
  const lines = tree.locate(findings.map((_, index) => ['findings', index]))
  const entries = findings.map(({ reason, ...entry }, index) => ({
    ...entry,
    ...(reason !== undefined && { reason }),
    line: lines[index]?.startLine ?? 1,
  }))
  const seen = new Set<string>()
  const twice = entries.filter(({ fingerprint }) => seen.size === seen.add(fingerprint).size)
  if (twice.length > 0) {
    return failed(
      twice.slice(0, MAX_PROBLEMS).map(({ fingerprint, line }) => ({
        message: `${fingerprint} stands there twice: one entry counts all that are alike`,
        line,
      })),
    )
  }
  return { ok: true, baseline: { entries } }
}

/** The text of a baseline: an entry a line, sorted, so that a diff shows what came and went. */
export function formatBaseline(entries: readonly BaselineEntry[]): string {
  const lines = entries
    .toSorted(
      (a, b) => compare(a.path, b.path) || compare(a.rule, b.rule) || compare(a.fingerprint, b.fingerprint),
    )
    .map(({ path, rule, fingerprint, count, reason }) =>
      Object.entries({ path, rule, fingerprint, count, ...(reason !== undefined && { reason }) })
        .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
        .join(', '),
    )
    .map((line) => `    { ${line} }`)
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`
  return `{\n  "version": 1,\n  "findings": ${list}\n}\n`
}

/** Findings that the entries stand for. */
export function sizeOf(entries: readonly BaselineEntry[]): number {
  return entries.reduce((sum, { count }) => sum + count, 0)
}

export function regionOf(line: number): Region {
  return { startLine: line, endLine: line }
}

function failed(problems: BaselineProblem[]): BaselineResult {
  return { ok: false, problems }
}

function step(part: PropertyKey): string | number {
  return typeof part === 'number' ? part : String(part)
}
