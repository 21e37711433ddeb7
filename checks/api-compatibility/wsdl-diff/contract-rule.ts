import { z } from 'zod'
import type {
  Confidence,
  Location,
  Report,
  RuleContext,
  RuleDefinition,
  Side,
} from '../../../src/model/index.ts'
import { defineRule } from '../../../src/model/index.ts'
import { valueAt, type XmlElement } from '../../../src/parse/xml/element.ts'
import type { SchemaNode } from '../../../src/parse/xsd/types.ts'
import { clip } from '../diff/naming.ts'
import type { Area, ContractChange } from './collector.ts'
import { compareContracts, type ContractComparisons } from './compare-contracts.ts'
import { MAX_USERS } from './compare-types.ts'
import { FILES } from './find-contracts.ts'

/** Options that all rules over WSDL and XML Schema share. */
export const contractOptions = z.strictObject({
  /** Globs of the WSDL and schema files to compare; empty: found by their content. */
  xmlContracts: z.array(z.string()).default([]),
})

export interface ContractRule {
  title: string
  areas: readonly Area[]
  confidence?: Confidence
  status?: RuleDefinition['status']
  level?: 'error' | 'warning'
  /** What to do about it, in one or two sentences. */
  fix: string
}

const LISTED = 10
const MAX_WORDS = 1000

/** A rule over the differences between two versions of WSDLs and schemas. */
export function contractRule(rule: ContractRule): RuleDefinition {
  const areas = new Set(rule.areas)
  return defineRule({
    title: rule.title,
    level: rule.level ?? 'error',
    confidence: rule.confidence ?? 'high',
    status: rule.status ?? 'stable',
    module: 5,
    files: FILES,
    // Any XML file starts the rule; what of them is a contract and was not read, it names itself.
    namesUnread: true,
    outsideDiff: true,
    options: contractOptions,
    async *check(context) {
      const { changes, notLookedAt } = await contractsOf(context)
      for (const what of notLookedAt) context.incomplete(what)
      for (const change of changes.filter(({ area }) => areas.has(area))) yield reportOf(change, rule.fix)
    },
  })
}

/** All comparisons of this change, made once for all of these rules. */
export function contractsOf(
  context: RuleContext<z.output<typeof contractOptions>>,
): Promise<ContractComparisons> {
  const { xmlContracts: specs } = context.options
  return context.shared(`api-compatibility wsdl ${JSON.stringify(specs)}`, () =>
    compareContracts(context.changeSet, specs),
  )
}

function reportOf(change: ContractChange, fix: string): Report {
  const { side, node, other, kind, detail, words, affects, level } = change
  const location = locationOf(side, node)
  const message = side === 'base' ? 'where it would stand now' : 'how it was before'
  const twin = other && { ...locationOf(side === 'base' ? 'head' : 'base', other), message }
  return {
    location,
    ...(twin && { relatedLocations: [twin] }),
    subject: clip([kind, subjectOf(node), detail].filter((part) => part !== undefined).join(' '), 2000),
    message: `${clip(words, MAX_WORDS)}.${affectsWords(affects)}`,
    fix: change.fix ?? fix,
    level,
  }
}

function affectsWords(names: readonly string[]): string {
  if (names.length === 0) return ''
  const listed = names.slice(0, LISTED).map((name) => clip(name, 100))
  const isCounted = names.length <= MAX_USERS
  const count = names.length === 1 ? '' : isCounted ? ` ${names.length}:` : ` more than ${MAX_USERS}:`
  const more = names.length - listed.length
  const rest = more > 0 ? (isCounted ? ` and ${more} more` : ' and others') : ''
  return ` Affects${count} ${listed.join(', ')}${rest}.`
}

/** A start tag of several lines is named by its first one. */
function locationOf(side: Side, node: SchemaNode): Location {
  const { startLine, startColumn } = node.region
  const path = ('children' in node ? node : node.element).source.path
  return {
    side,
    path,
    region: { startLine, endLine: startLine, ...(startColumn !== undefined && { startColumn }) },
  }
}

/** The names a thing stands under, which survive moved lines. */
export function subjectOf(node: SchemaNode): string {
  const steps: string[] = []
  const element = 'children' in node ? node : node.element
  for (let at: XmlElement | undefined = element; at?.parent; at = at.parent) {
    const name = valueAt(at, 'name') ?? valueAt(at, 'ref') ?? valueAt(at, 'value')
    if (name !== undefined) steps.push(`${at.local} ${name}`)
    else if (at === element) steps.push(at.local)
  }
  const place = steps.reverse().join('/')
  return 'children' in node ? place : `${place} ${node.local}`
}
