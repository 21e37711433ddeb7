import { z } from 'zod'
import { rules as ownRules } from '../../../checks/index.ts'
import type { Family, Rule } from '../../model/index.ts'
import type { SarifRule } from '../../parse/sarif/result.ts'

/** Family of what other scanners found. */
export const IMPORTED = 'imported'

export const IMPORTED_FAMILY: Family = {
  id: IMPORTED,
  title: 'Other scanners',
  description: 'What other scanners found in this change, from their SARIF logs.',
  module: 7,
}

/** A rule of another scanner in the shape of ours, so that levels, waivers and suppressions know it. */
export interface ImportedRule extends Rule {
  /** Plain text; empty where the tool says nothing. */
  what: string
  help: string
  /** http or https. */
  helpUri?: string
}

/** Security & Authentication; Caching & Performance; Software Design & Architecture. */
const MODULES: readonly [RegExp, number][] = [
  [/security|vulnerab|injection|owasp/i, 7],
  [/performance/i, 6],
  [/test/i, 8],
  [/maintainab|design|complexity/i, 10],
]

/** Our own rules say which module teaches about a weakness. */
const moduleOfCwe = new Map(
  ownRules.flatMap(({ cwe = [], module }) => cwe.map((number) => [number, module] as const)),
)

export function importedRule(tool: string, rule: SarifRule): ImportedRule {
  const { id, title, what, help, helpUri, level = 'warning', confidence = 'medium', cwe, tags } = rule
  const taught = cwe.map((number) => moduleOfCwe.get(number)).find((module) => module !== undefined)
  const tagged = MODULES.find(([words]) => tags.some((tag) => words.test(tag)))?.[1]
  return {
    id: `${toolFamily(tool)}/${plain(id)}`,
    family: IMPORTED,
    title: title ?? id,
    what: what ?? '',
    help: help ?? '',
    ...(helpUri !== undefined && { helpUri }),
    level,
    confidence,
    status: 'stable',
    module: taught ?? (cwe.length > 0 ? 7 : (tagged ?? 0)),
    cwe,
    files: ['**'],
    options: z.strictObject({}),
    check: noReports,
  }
}

/** `imported/semgrep-oss`: what the rules of one tool begin with. */
export function toolFamily(tool: string): string {
  return `${IMPORTED}/${plain(tool.toLowerCase()).replaceAll('/', '-')}`
}

/** Letters that a comment, a key of YAML and a glob can hold. */
function plain(name: string): string {
  const cleaned = name
    .replaceAll(/[^\w.@/-]+/g, '-')
    .replaceAll(/\/{2,}/g, '/')
    .replaceAll(/^[-/.]+|[-/.]+$/g, '')
  return cleaned === '' ? 'unnamed' : cleaned
}

// oxlint-disable-next-line require-yield -- it has run already, elsewhere
async function* noReports(): AsyncIterable<never> {}
