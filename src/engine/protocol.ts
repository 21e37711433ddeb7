import type { Config } from '../../config/index.ts'
import type {
  ChangeSet,
  CoverageReports,
  FileChange,
  FileContent,
  ToolRequest,
  TreeEntry,
} from '../model/index.ts'
import type { RuleResult } from './run-rule.ts'

/** A family's rules of one review, for a worker. Plain data: it crosses to another process. */
export interface Task {
  rules: { id: string; changes: readonly FileChange[] }[]
  changes: readonly FileChange[]
  incomplete: readonly string[]
  baseSha: string
  headSha: string
  /** Of the base branch's tip, where it is another commit than the merge base. */
  tipSha?: string
  config: Config
  /** Milliseconds since the epoch. */
  now: number
  coverage?: CoverageReports
}

/** The commits of a review. */
export type Snapshots = Pick<ChangeSet, 'base' | 'head' | 'tip'>

/** What the process that owns the snapshots answers. */
export interface SnapshotOperations {
  entries: { arguments: []; value: readonly TreeEntry[] }
  readMany: { arguments: [readonly string[]]; value: ReadonlyMap<string, FileContent> }
}

export type SnapshotOperation = keyof SnapshotOperations

export type FromWorker =
  | {
      kind: 'ask'
      question: number
      side: keyof Snapshots
      operation: SnapshotOperation
      paths: readonly string[]
    }
  /** Rules cannot start programs: the process that owns the snapshots does it for them. */
  | { kind: 'tool'; question: number; request: ToolRequest }
  | { kind: 'start'; ruleId: string }
  | { kind: 'done'; ruleId: string; result: RuleResult; milliseconds: number }
  | { kind: 'failed'; ruleId: string; error: string; milliseconds: number }
  /** `memory` is the process's resident set, in bytes. */
  | { kind: 'finished'; memory: number }

export type ToWorker =
  | { kind: 'run'; task: Task }
  | { kind: 'answer'; question: number; value: unknown }
  | { kind: 'refusal'; question: number; error: string }
