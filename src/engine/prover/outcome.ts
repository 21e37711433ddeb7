import type { ProofDifference, ProofFailure, ProofLoss, ProofSighting } from '../../model/index.ts'
import type { Failure } from './database.ts'
import type { Script } from './script.ts'

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
