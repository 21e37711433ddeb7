/** One migration as SQL, ready to run. Plain data: it crosses to the process that proves. */
export interface ProofStep {
  /** Unique within the request. */
  id: string
  /** As the adapter of the framework names it: decides which bookkeeping tables are there. */
  framework: string
  up: string
  /** Absent where the migration has no way back. */
  down?: string
}

/** What is to be proven: that the ways back of `steps` undo them on a database that `history` made. */
export interface ProofRequest {
  /** Whose SQL it is; absent: PostgreSQL's. */
  dialect?: 'sqlite' | 'mysql'
  /** Migrations of the base, in the order in which they run. */
  history: ProofStep[]
  /** Migrations of the change, in the order in which they run. */
  steps: ProofStep[]
  /** Each step is a change of its own, on what those before it made: how a whole history is proven. */
  each?: true
  /** Also write the ways back of `steps` that have none, or a faulty one: `ProofAnswer.inverses`. */
  inverse?: true
}

/** One object of the schema that is not as it was. */
export interface ProofDifference {
  /** `column`, `index`, `constraint`, `function`, `enum`, `comment`, `privileges`… */
  kind: string
  /** With schema, unquoted: `public.users.email`. */
  name: string
  /** `missing`: was there before the way up; `left-over`: was not; `renamed`: the same under another name. */
  change: 'missing' | 'left-over' | 'changed' | 'renamed'
  /** Its definition before the way up. */
  before?: string
  /** Its definition after the way back; of `renamed`, its new name. */
  after?: string
}

/** What a statement of the way up did to tables that were there before, as it ran. */
export interface ProofSighting {
  /** Line of the statement in `up`, from 1. */
  line: number
  /** Locks that it took on them first and that keep writers waiting: `ACCESS EXCLUSIVE`, `SHARE ROW EXCLUSIVE`… */
  locks: { table: string; mode: string }[]
  /** Tables that it wrote anew: they have another file. */
  rewritten: string[]
}

export interface ProofLoss {
  /** With schema, unquoted. */
  table: string
  /** Columns whose values are gone; absent where whole rows are. */
  columns?: string[]
}

/** An error that PostgreSQL raised, or a statement that it could not read. */
export interface ProofFailure {
  /** `up again`: after a way back that ran. */
  way: 'up' | 'down' | 'up again'
  /** SQLSTATE; of databases that have none, the one that says the same. */
  code: string
  message: string
  /** Line of the statement in `up` or `down`, from 1. */
  line: number
  /** Whether it runs on empty tables and fails only where they hold rows. */
  onRows: boolean
}

export type ProofVerdict =
  /** `withoutRows`: on empty tables alone, as rows that were made up stopped the change before its end. */
  | { kind: 'proven'; withoutRows?: true }
  /** The schema is restored, rows are not. */
  | { kind: 'loses-data'; losses: ProofLoss[] }
  /** The schema is not restored; `again` is what the way up says when it is run once more, if it fails then. */
  | { kind: 'differs'; differences: ProofDifference[]; losses: ProofLoss[]; again?: ProofFailure }
  | { kind: 'fails'; failure: ProofFailure }
  | { kind: 'not-provable'; why: string }

export interface ProofAnswer {
  /** Why the operator's server was left for PGlite: an error (SQLSTATE and message) of what its role may not run. */
  passedOver?: string
  /** Why nothing could be proven: the history does not apply. */
  history?: { id: string; why: string }
  /** One a step of the request, in its order. */
  verdicts: { id: string; verdict: ProofVerdict }[]
  /** Of `each`: steps whose way up does not apply, even on empty tables. */
  notApplied?: string[]
  /** Locks and rewrites, by the migration's id; of ways up that run in a transaction and have a way back. */
  seen?: { id: string; statements: ProofSighting[] }[]
  /** Ways back that were run up, back and up again: what `inverse` asked for and what could be written. */
  inverses?: { id: string; down: string }[]
  /** Tables that hold a synthetic row, and those for which none was found that its constraints accept. */
  rows: { tables: number; without: string[] }
}
