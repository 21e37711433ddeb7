import { z } from 'zod'
import { defineRule } from '../../../src/model/index.ts'
import type { Report, RuleContext, RuleDefinition } from '../../../src/model/index.ts'
import { pathOn } from '../../../src/model/index.ts'
import { type Breaking, CATEGORIES, compareProtobuf, type ProtobufComparison } from './compare-protobuf.ts'

export const PROTO_FILES = ['**/*.proto'] as const

/** Options that all rules about Protocol Buffers share. */
export const protobufOptions = z.strictObject({
  /** What must stay compatible, in buf's categories; `configured` follows the repository's `buf.yaml`. */
  category: z.enum(CATEGORIES).default('configured'),
  /** Globs of `.proto` files that are somebody else's: their changes are not compared. */
  exclude: z.array(z.string()).default(['**/third_party/**', '**/vendor/**', '**/node_modules/**']),
})

export type ProtobufRuleOptions = z.output<typeof protobufOptions>

/** What makes one rule about Protocol Buffers: the rules of buf it stands for. */
export interface ProtobufRule {
  title: string
  /** Ids of buf's rules. */
  buf: readonly string[]
  /** What to do about it, in one or two sentences. */
  fix: string
}

/** A rule over what buf calls breaking. */
export function protobufRule(rule: ProtobufRule): RuleDefinition & Pick<ProtobufRule, 'buf'> {
  const types = new Set(rule.buf)
  const definition = defineRule({
    title: rule.title,
    level: 'error',
    confidence: 'high',
    status: 'stable',
    module: 5,
    files: PROTO_FILES,
    namesUnread: true,
    outsideDiff: true,
    options: protobufOptions,
    async *check(context) {
      const { breaking, notLookedAt } = await comparisonOf(context)
      for (const what of notLookedAt) context.incomplete(what)
      const mine = breaking.filter(({ type, place }) => types.has(type) && isWanted(context, place))
      // The first of the rule's ids says best what happened: a new name, before the JSON name that follows from it.
      mine.sort((a, b) => rule.buf.indexOf(a.type) - rule.buf.indexOf(b.type))
      yield* byDefinition(mine).map((same) => reportOf(same, rule.fix))
    },
  })
  return { ...definition, buf: rule.buf }
}

/** The comparison of this change, made once for all rules that ask with the same options. */
export function comparisonOf(context: RuleContext<ProtobufRuleOptions>): Promise<ProtobufComparison> {
  const { category, exclude } = context.options
  return context.shared(`protobuf ${JSON.stringify([category, exclude])}`, () =>
    compareProtobuf(context.changeSet, context.tool, { category, exclude }),
  )
}

/** Whether the configuration leaves a changed file to this rule. */
export function isWanted(
  context: RuleContext,
  { side, path }: { side: 'base' | 'head'; path: string },
): boolean {
  const isAt = (change: RuleContext['changes'][number]): boolean => pathOn(change, side) === path
  return !context.changeSet.changes.some(isAt) || context.changes.some(isAt)
}

/** buf says of a renamed field that its name and its JSON name changed: one place, one report. */
function byDefinition(breaking: readonly Breaking[]): Breaking[][] {
  return [
    ...Map.groupBy(breaking, ({ place: { side, path, line }, message }) =>
      JSON.stringify([side, path, line, subjectOf(message)]),
    ).values(),
  ]
}

/** What a message of buf is about: the kind and the names it begins with. */
function subjectOf(message: string): string {
  const [about = message] =
    /^(?:Previously present )?\w+(?: \w+)? "[^"]*"(?: with name "[^"]*")?(?: on \w+ "[^"]*")?/.exec(
      message,
    ) ?? []
  return about.replace(/ with name "[^"]*"/, '')
}

function reportOf(same: readonly Breaking[], fix: string): Report {
  const [first] = same as [Breaking]
  const { side, path, line } = first.place
  const messages = [...new Set(same.map(({ message }) => worded(message)))]
  const types = [...new Set(same.map(({ type }) => type))].join(', ')
  return {
    location: { side, path, region: { startLine: line, endLine: line } },
    subject: `${types} ${messages.join(' ')}`.slice(0, 500),
    message: `${messages.join(' ')} (buf: ${types})`,
    fix,
  }
}

/** buf names files as we handed them over; their own path says it better. */
function worded(message: string): string {
  return (
    message
      .replace(/^Previously present file "[^"]*" was deleted\.$/, 'Previously present file was deleted.')
      // A slip of the pen in buf 1.x.
      .replaceAll(/"q (?=moved )/g, '" ')
      .slice(0, 600)
  )
}
