import { families, findRule, pageOf, rules } from '../../checks/index.ts'
import { CUSTOM_FAMILY, customRules, type OwnRule } from '../../checks/insecure-patterns/custom/index.ts'
import { type CustomRule, findModule, type Links } from '../../config/index.ts'
import type { ImportedRule } from '../engine/imported/index.ts'
import { IMPORTED_FAMILY } from '../engine/imported/rule.ts'
import type { Family, Rule } from '../model/index.ts'
import type { Catalogue, RuleInfo } from './catalogue.ts'
import { escapeMarkdown, shorten } from './escape/index.ts'

/** Rules that this version does not ship. */
export interface MoreRules {
  /** Of other scanners, where some were imported. */
  imported?: readonly ImportedRule[] | undefined
  /** Of the configuration. */
  custom?: readonly CustomRule[] | undefined
}

/** The catalogue of the rules and modules that this version ships, and of those that a review has beside them. */
export function makeCatalogue(links: Links, { imported, custom }: MoreRules = {}): Catalogue {
  const own = shipped(links)
  const withCustom = custom?.length
    ? withMore(own, customRules(custom).map(describeCustom), CUSTOM_FAMILY)
    : own
  return imported ? withMore(withCustom, imported.map(describeImported), IMPORTED_FAMILY) : withCustom
}

function shipped(links: Links): Catalogue {
  return {
    links,
    rules,
    rule: (id) => {
      const rule = findRule(id)
      return rule && describe(rule)
    },
    family: (id) => families.find((family) => family.id === id),
    module: findModule,
  }
}

function describe(rule: Rule): RuleInfo {
  const { title, what, why, fix, markdown } = pageOf(rule.id)
  return { ...infoOf(rule), title, what, why, fix, markdown }
}

type Described = RuleInfo & { url: string }

/** Rules of other scanners speak for themselves: their title, their help, their address. */
function describeImported(rule: ImportedRule): Described {
  const said = plainMarkdown(rule.what === '' ? rule.title : rule.what)
  return {
    ...infoOf(rule),
    what: said,
    why: said,
    fix: plainMarkdown(rule.help),
    markdown: said,
    url: rule.helpUri ?? '',
  }
}

function describeCustom(rule: OwnRule): Described {
  const { title, why = title, fix = '', url = '' } = rule.data
  const said = plainMarkdown(why)
  return {
    ...infoOf(rule),
    what: plainMarkdown(title),
    why: said,
    fix: plainMarkdown(fix),
    markdown: said,
    url,
  }
}

function infoOf({
  id,
  family,
  title,
  level,
  confidence,
  status,
  module,
  cwe = [],
}: Rule): Omit<RuleInfo, 'what' | 'why' | 'fix' | 'markdown'> {
  return { id, family, title, level, confidence, status, module, cwe }
}

function withMore(catalogue: Catalogue, rules: readonly Described[], family: Family): Catalogue {
  const byId = new Map(rules.map((rule) => [rule.id, rule]))
  const isOne = (id: string): boolean => id.startsWith(`${family.id}/`)
  return {
    ...catalogue,
    links: {
      ...catalogue.links,
      rule: (id) => (isOne(id) ? (byId.get(id)?.url ?? '') : catalogue.links.rule(id)),
    },
    rules: [...catalogue.rules, ...rules],
    rule: (id) => byId.get(id) ?? catalogue.rule(id),
    family: (id) => (id === family.id ? family : catalogue.family(id)),
  }
}

/** Their texts are no Markdown of ours. */
function plainMarkdown(text: string): string {
  return escapeMarkdown(shorten(text, 1_000))
}
