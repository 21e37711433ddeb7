import { families, findRule, pageOf, rules } from '../../checks/index.ts'
import { findModule, type Links } from '../../config/index.ts'
import { IMPORTED, type ImportedRule } from '../engine/imported/index.ts'
import { IMPORTED_FAMILY } from '../engine/imported/rule.ts'
import type { Rule } from '../model/index.ts'
import type { Catalogue, RuleInfo } from './catalogue.ts'
import { escapeMarkdown, shorten } from './escape/index.ts'

/** The catalogue of the rules and modules that this version ships, with rules of other scanners where some were imported. */
export function makeCatalogue(links: Links, imported?: readonly ImportedRule[]): Catalogue {
  if (imported) return withImported(makeCatalogue(links), imported)
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
  const { id, family, level, confidence, status, module, cwe = [] } = rule
  return { id, family, title, what, why, fix, markdown, level, confidence, status, module, cwe }
}

/** Rules of other scanners speak for themselves: their title, their help, their address. */
function withImported(own: Catalogue, imported: readonly ImportedRule[]): Catalogue {
  const byId = new Map(imported.map((rule) => [rule.id, rule]))
  const isImported = (id: string): boolean => id.startsWith(`${IMPORTED}/`)
  return {
    ...own,
    links: {
      ...own.links,
      rule: (id) => (isImported(id) ? (byId.get(id)?.helpUri ?? '') : own.links.rule(id)),
    },
    rules: [...own.rules, ...imported],
    rule: (id) => {
      const rule = byId.get(id)
      if (!rule) return own.rule(id)
      const { family, title, what, help, level, confidence, status, module, cwe = [] } = rule
      const said = plainMarkdown(what === '' ? title : what)
      const fix = plainMarkdown(help)
      return {
        id,
        family,
        title,
        what: said,
        why: said,
        fix,
        markdown: said,
        level,
        confidence,
        status,
        module,
        cwe,
      }
    },
    family: (id) => (id === IMPORTED ? IMPORTED_FAMILY : own.family(id)),
  }
}

/** Their texts are no Markdown of ours. */
function plainMarkdown(text: string): string {
  return escapeMarkdown(shorten(text, 1_000))
}
