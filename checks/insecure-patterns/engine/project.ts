import type { RuleLanguage } from './ir.ts'
import type { Knowledge } from './knowledge.ts'

/** The rest of the snapshot, as far as a flow leads into it. */
export interface Project {
  paths: ReadonlySet<string>
  /** Text of one of `paths`; undefined where it cannot be read. */
  read(path: string): Promise<string | undefined>
  /** What is known of a language, where it is not what `knowledge/` says. */
  knowledge?: (language: RuleLanguage) => Knowledge
}
