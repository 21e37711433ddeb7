import type { Region } from '../../model/index.ts'
import type { SqlEffect } from '../sql/effect.ts'
import type { ModelMigration } from './django/model-operation.ts'
import type { Dialect, Operation, SqlChunk } from './operation.ts'

/**
 * What the way back of a migration is worth.
 * - `explicit`: written by hand, and it does something (or the way up does nothing)
 * - `automatic`: the framework inverts the way up by itself
 * - `declared-irreversible`: refuses, or does nothing, on purpose and says so; `reason` holds why, if stated
 * - `missing`: the framework looks for it and there is none
 * - `empty`: there is a place for it and nothing in it but comments
 * - `fake`: there are statements, none of which changes anything
 * - `not-invertible`: left to the framework, which cannot invert `obstacles`
 * - `forward-only`: the framework, as this repository uses it, has no rollbacks
 */
export type Reversibility =
  | 'explicit'
  | 'automatic'
  | 'declared-irreversible'
  | 'missing'
  | 'empty'
  | 'fake'
  | 'not-invertible'
  | 'forward-only'

/** One lasting change, whatever language it is written in. */
export type Effect = SqlEffect

/** One way of a migration. */
export interface Part {
  path: string
  /** All of it: the file, the section, or the function. */
  region: Region
  effects: Effect[]
  /** What it executes, without comments and layout: equal when an edit changed nothing that runs. */
  code: string
  /**
   * The SQL that it runs, in order and word for word; absent where some of what it does is not exact SQL (commands of a
   * framework, text put together at run time). Empty where it runs nothing.
   */
  sql?: readonly SqlChunk[]
  /** What it does as structure; absent where the adapter does not read that. */
  operations?: readonly Operation[]
  /** Whether the framework runs it in a transaction; absent where that is not known. */
  transactional?: boolean
}

/** An operation that the framework cannot undo by itself. */
export interface Obstacle {
  region: Region
  /** The operation with its operands: `remove_column :users, :email`. */
  operation: string
  /** Why it cannot be undone as it stands. */
  why: string
  /** How to make it reversible. */
  fix: string
  /** Where only rows are changed, which often need not be undone, and where its author says that it does nothing. */
  level?: 'note'
}

/** Text that gives a migration its way back: replaces whole lines of the head. */
export interface Remedy {
  path: string
  region: Region
  replacement: string
}

/** One migration of one framework. */
export interface Step {
  /** Identity that survives edits: framework and path without what tells up from down. */
  id: string
  framework: string
  /** What the framework orders and recognises it by, where it has that in the file's name. */
  version?: string
  name: string
  /** The database that it is written for, where the files of the migration alone tell. */
  dialect?: Dialect
  /** Of frameworks that order by links between migrations (Alembic, Django): what must run before, as `version`s. */
  after?: readonly string[]
  /** The file that holds the way up. */
  path: string
  up: Part
  down?: Part
  /** What it does in the words of models: `Adapter.inHistory` makes `operations` of it. */
  models?: ModelMigration
  /** Of a way back that the framework makes of the way up: what that runs; filled in by `Adapter.inHistory`. */
  inverted?: Part
  reversibility: Reversibility
  /** Of `declared-irreversible`: why, in the author's words. */
  reason?: string
  obstacles: Obstacle[]
  /** Where the framework looks for the way back, in words: a path, or a section or function of `path`. */
  expected: string
  /** Statements that undo the way up exactly, in order, ready to paste. */
  inverse?: string
  /** Where a way back that is SQL stands, or has its place: lines of an existing file, and what begins their replacement. */
  room?: { path: string; region: Region; before: string }
  /** `inverse` put where it belongs; only where lines of an existing file can be replaced. */
  remedy?: Remedy
}
