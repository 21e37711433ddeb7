import type { ProofDifference, ProofFailure, ProofLoss, ProofSighting } from '../../model/index.ts'
import type { Contents } from './rows.ts'
import type { Script } from './script.ts'
import type { Hints } from './seed-hints.ts'
import type { Snapshot } from './snapshot.ts'

/** A database that migrations are run on, whatever its dialect. */
export interface Ground {
  run: (script: Script) => Promise<Failure | undefined>
  snapshot: () => Promise<Snapshot>
  contents: () => Promise<Contents>
  /** Puts a made-up row into every empty table, and those that the change looks for. */
  seed: (hints?: Hints) => Promise<{ tables: number; without: string[] }>
}

/** What the database said against a statement. */
export interface Failure {
  /** SQLSTATE. */
  code: string
  message: string
  line: number
}

/** A migration whose scripts were taken apart. */
export interface ReadStep {
  id: string
  up: Script
  down?: Script
}

export interface StepFailure {
  step: ReadStep
  failure: Failure
  way: ProofFailure['way']
}

export interface SchemaOutcome {
  /** What is not as it was when all are rolled back, by the step whose way back leaves it so. */
  differences: Map<ReadStep, ProofDifference[]>
  failure?: StepFailure
}

export interface RowsOutcome {
  /** Tables of the base that hold a row. */
  tables: number
  /** Tables without one. */
  without: string[]
  /** What is not there any more when all are rolled back, by the step whose way back leaves it so. */
  losses: Map<ReadStep, ProofLoss[]>
  /** Tables whose rows are more once the way up ran a second time, by the step that puts them in. */
  doubled: Map<ReadStep, ProofDifference[]>
  /** Locks and rewrites of the ways up. */
  seen: Map<ReadStep, ProofSighting[]>
  failure?: StepFailure
}
