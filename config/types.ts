import type { z } from 'zod'
import type { CriticalPath, Level, Notice } from '../src/model/index.ts'
import type { WaiverPolicy } from './waiver-policy.ts'

/** Where the configuration file of a repository lies. */
export const CONFIG_PATH = '.roadmap.yml'

/** `never`: findings are shown and fail nothing. */
export type FailOn = Level | 'never'

/** What is said about a draft: check runs only, everything, or nothing. */
export type Drafts = 'summary' | 'full' | 'skip'
export type WhenFixed = 'edit' | 'remove'

/** What set a value: a preset or a file, with the line where it stands. */
export interface Source {
  /** `preset roadmap:recommended`, the path of the file, or `acme/.github:.roadmap.yml@0123456789`. */
  what: string
  /** 1-based; absent for presets. */
  line?: number
}

/** One entry of `checks`: which rules it speaks of and what it says about them. */
export interface CheckSetting {
  /** A rule's id, `<family>/*` or `*`. */
  pattern: string
  off?: true
  level?: Level
  /** Labels of a pull request, any of which allows what the rules find. */
  allowWhenLabel?: string[]
  /** As written, by the names of the file. A pattern's options reach only the rules that know them. */
  options?: Record<string, unknown>
  source: Source
}

/** Other settings for some paths. */
export interface Override {
  paths: string[]
  checks: CheckSetting[]
  source: Source
}

/** A finding the team accepts, with a reason and an end. */
export interface Waiver {
  /** A rule's id, `<family>/*` or `*`. */
  check: string
  paths: string[]
  reason: string
  /** ISO date; the waiver holds to the end of that day, UTC. */
  expires: string
  /** One finding alone, wherever it stands. */
  fingerprint?: string
  /** Of one that people gave by command, in words: until when, by whom. */
  given?: string
  source: Source
}

/** A rule of the repository or of what it extends, as it is written; whoever loaded it has checked it. */
export interface CustomRule {
  /** `custom/<name>` */
  id: string
  data: unknown
  source: Source
}

/** A glob of paths that no rule looks at; `!` in front takes paths back. The last one that matches decides. */
export interface IgnoredPath {
  glob: string
  source: Source
}

/**
 * A repository's settings, complete and valid. Plain data: it can cross a thread and be written as JSON.
 * `checks` and `overrides` keep what each source said, in order; `ruleSettings` resolves them for a rule.
 */
export interface Config {
  version: 1
  /** Presets and shared configurations in force, later ones over earlier ones. */
  extends: string[]
  /** `advisory` comments and never fails a check. */
  mode: 'enforce' | 'advisory'
  /** Whether rules in preview run without being named. */
  preview: boolean
  gate: { failOn: FailOn }
  review: {
    /** Inline comments of one review; the worst come first. */
    maxInline: number
    /** Findings of one rule above which they share one comment. */
    groupAfter: number
    drafts: Drafts
    /** Findings below this level are counted, not shown. */
    minLevel: Level
    /** What becomes of a comment whose findings are gone. One that somebody answered or resolved is never removed. */
    whenFixed: WhenFixed
    /** Whether the reviewers of critical paths are asked for a review on the pull request. */
    requestReviewers: boolean
  }
  ignore: IgnoredPath[]
  /** Paths of files that a build makes and git does not hold. */
  generated: string[]
  /** Logs of other scanners, by their paths below the root of the tree. */
  imports: { sarif: string }[]
  criticalPaths: CriticalPath[]
  customRules: CustomRule[]
  checks: CheckSetting[]
  overrides: Override[]
  waivers: Waiver[]
  waiverPolicy: WaiverPolicy
  /** Templates of the team's own pages: `{number}` and `{slug}` for modules, `{id}` for rules. */
  links: { modules?: string; rules?: string }
  /** What set each single value, by its key in the file: `mode`, `gate.fail-on`, `critical-paths.payments`. */
  origins: Record<string, Source>
}

/** What the configuration needs to know about a rule. */
export interface RuleDescriptor {
  id: string
  family: string
  level: Level
  status: 'preview' | 'stable' | 'deprecated'
  /** Zod schema of the rule's options; every field has a default. */
  options: z.ZodType
}

/** A mistake in the file, with its exact place. Lines and columns are 1-based; columns count UTF-16 units. */
export interface ConfigProblem {
  message: string
  path: string
  line: number
  column: number
  /** What was probably meant, or how it is written. */
  hint?: string
  /** In a shared configuration: `path` names it, and is no path of the repository. */
  elsewhere?: true
}

export type ConfigResult =
  | {
      ok: true
      config: Config
      notices: Notice[]
      /** Entries of `extends` whose settings are not in `config`, since nobody may be asked for them. */
      notFollowed?: Notice[]
    }
  | { ok: false; problems: ConfigProblem[] }

/** One step of how a rule came to its settings; later steps win. */
export interface Origin {
  /** `the rule itself`, `preset roadmap:strict`, `.roadmap.yml checks` or `override 1 (scripts/**)`. */
  what: string
  /** Pattern of the entry: the rule's id, `<family>/*` or `*`. */
  pattern?: string
  /** 1-based line of the file; absent for presets and the rule itself. */
  line?: number
  sets: { off?: true; level?: Level; allowWhenLabel?: string[]; options?: Record<string, unknown> }
}

/** How a rule runs in a repository, or on one path of it. */
export interface RuleSettings {
  enabled: boolean
  level: Level
  /** True where a preset or the file set the level: it then goes over the level of a single report too. */
  levelIsSet: boolean
  /** Labels of a pull request, any of which allows what the rule finds; empty: none does. */
  allowWhenLabel: string[]
  /** Output of the rule's options schema. */
  options: unknown
  /** From the rule itself to what won last. */
  origin: Origin[]
}
