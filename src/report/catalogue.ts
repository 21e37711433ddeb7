import type { Links } from '../../config/index.ts'
import type { Confidence, Family, Level, RoadmapModule } from '../model/index.ts'

/** What a report says about a rule. `what`, `why`, `fix` and `markdown` are Markdown of the project's own pages. */
export interface RuleInfo {
  id: string
  family: string
  title: string
  what: string
  why: string
  fix: string
  markdown: string
  level: Level
  confidence: Confidence
  status: 'preview' | 'stable' | 'deprecated'
  /** Number of the roadmap module that teaches it. */
  module: number
  /** CWE numbers. */
  cwe: readonly number[]
}

/** Where reporters look up rules, families, modules and the addresses of their pages. */
export interface Catalogue {
  links: Links
  rules: readonly { id: string }[]
  rule(id: string): RuleInfo | undefined
  family(id: string): Pick<Family, 'title' | 'description' | 'maxComments'> | undefined
  module(number: number): RoadmapModule | undefined
}

/** A module as reports name it, with the address of its page. */
export interface ModuleRef {
  number: number
  title: string
  url: string
}

/** The module that teaches a rule; undefined for a rule that this version does not know. */
export function moduleOf(catalogue: Catalogue, ruleId: string): ModuleRef | undefined {
  const rule = catalogue.rule(ruleId)
  const module = rule && catalogue.module(rule.module)
  return module && { number: module.number, title: module.title, url: catalogue.links.module(module.number) }
}

/** `API compatibility`, or the id of a family that this version does not know. */
export function familyTitle(catalogue: Catalogue, family: string): string {
  return catalogue.family(family)?.title ?? family
}
