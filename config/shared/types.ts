import type { FileConfig } from '../file/schema.ts'
import type { ConfigProblem } from '../types.ts'

/** A repository on the host of the one that is reviewed. */
export interface RepositoryName {
  owner: string
  repo: string
}

/** Where a shared configuration lies, as an entry of `extends` names it. */
export interface SharedReference extends RepositoryName {
  /** As written. */
  entry: string
  path: string
  /** A tag or a full commit id; absent for the default branch of the organisation's `.github`. */
  ref?: string
}

/** A shared configuration that was read and is valid. Plain data, without the text it came from. */
export interface SharedDocument {
  /** `acme/.github:.roadmap.yml@1234567`, for people. */
  what: string
  /** Full commit id; empty where it was read from a folder without history. */
  sha: string
  settings: FileConfig
  /** 1-based lines of its values, by their path in the file: `["checks","*"]`. */
  lines: Record<string, number>
  /** What it extends in turn, by entry; presets are not among them. */
  extends: Record<string, SharedDocument>
}

/** What there is at a reference. `why` is a clause that follows a colon. */
export type SharedRead =
  | { kind: 'text'; text: string; sha: string; isPrivate?: boolean; remark?: string }
  /** Not looked for. */
  | { kind: 'not-asked'; why: string }
  | {
      kind: 'missing'
      why: string
      /** Set where a later attempt may find it; thrown where nothing else can stand in. */
      error?: Error
    }

/** The last good version of an entry. */
export interface KeptDocument {
  document: SharedDocument
  /** When it was last seen to be good. */
  at: Date
  /** Set for some days after the commit that the entry stands for changed. */
  moved?: { from: string; at: Date }
}

/** Where shared configurations are read, and where their last good version is kept. */
export interface SharedSource {
  /** The repository whose configuration is read: `org:roadmap` means the `.github` of its owner. */
  repository: RepositoryName | undefined
  /** `root`: the entry of the repository's own file that leads there. */
  read(reference: SharedReference, root: string): Promise<SharedRead>
  lastGood?(entry: string): Promise<KeptDocument | undefined>
  /** Answers what is kept from now on. */
  keep?(entry: string, document: SharedDocument): Promise<KeptDocument>
}

/** What became of one entry of `extends`. */
export type SharedOutcome =
  | { kind: 'followed'; document: SharedDocument; warnings: string[] }
  /** In order not to ask in a stranger's name: its settings are unknown, which is no mistake. */
  | { kind: 'not-followed'; why: string }
  | { kind: 'broken'; message: string; hint?: string; problems: ConfigProblem[] }

export type SharedOutcomes = ReadonlyMap<string, SharedOutcome>
