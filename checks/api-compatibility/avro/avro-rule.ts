import { z } from 'zod'
import { defineRule } from '../../../src/model/index.ts'
import type { Level, Report, RuleContext, RuleDefinition } from '../../../src/model/index.ts'
import { AVRO_FILES } from '../../../src/parse/avro/detect.ts'
import type { Change, ChangeKind } from './change.ts'
import { compareAllAvro, type AvroComparisons } from './find-schemas.ts'
import { withDefault } from './suggestion.ts'

const MODES = [
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
  'NONE',
] as const

/** Options that all rules over Avro schemas share. */
export const options = z.strictObject({
  /** The compatibility that the schema registry asks for. */
  'avro-compatibility': z.enum(MODES).default('BACKWARD'),
})

export type Options = z.output<typeof options>

export interface AvroRule {
  title: string
  kinds: readonly ChangeKind[]
  level?: Level
  /** What to do about it, in one or two sentences. */
  fix: string
}

/** A rule over the differences between two versions of Avro schemas and protocols. */
export function avroRule(rule: AvroRule): RuleDefinition {
  const kinds = new Set(rule.kinds)
  return defineRule({
    title: rule.title,
    level: rule.level ?? 'error',
    confidence: 'high',
    status: 'stable',
    module: 5,
    files: AVRO_FILES,
    namesUnread: true,
    outsideDiff: true,
    options,
    async *check(context) {
      const { changes, notLookedAt, texts } = await avroOf(context)
      for (const what of notLookedAt) context.incomplete(what)
      for (const change of changes.filter(({ kind }) => kinds.has(kind))) {
        const level = levelOf(change, context.options['avro-compatibility'])
        if (!level) continue
        const text = change.kind === 'required-field-added' ? texts.get(change.place.path) : undefined
        const suggestion =
          text === undefined ? undefined : withDefault(change.place.path, text, change.place.region)
        yield { ...reportOf(change, level, rule.fix), ...(suggestion && { suggestion }) }
      }
    },
  })
}

/** The comparisons of all Avro files of this change, made once for all rules. */
export function avroOf(context: RuleContext<Options>): Promise<AvroComparisons> {
  return context.shared('avro', () => compareAllAvro(context.changeSet))
}

/** What the mode asks for is an error; the other direction is worth knowing, and stops nobody. */
function levelOf(
  { call, misread, directions }: Change,
  mode: Options['avro-compatibility'],
): Level | undefined {
  if (misread) return mode === 'NONE' && !call ? undefined : misread
  if (call) return 'error'
  if (mode === 'NONE') return undefined
  const asked = mode.startsWith('FULL') || directions.some((one) => mode.startsWith(one.toUpperCase()))
  return asked ? 'error' : 'warning'
}

const MAX_WORDS = 1000

function reportOf({ side, place, other, subject, words }: Change, level: Level, fix: string): Report {
  const otherSide = side === 'base' ? 'head' : 'base'
  const message = side === 'base' ? 'where it would stand now' : 'how it was before'
  return {
    location: { side, ...place },
    ...(other && { relatedLocations: [{ side: otherSide, ...other, message }] }),
    subject: subject.slice(0, MAX_WORDS),
    message: `${words.length > MAX_WORDS ? `${words.slice(0, MAX_WORDS - 1)}…` : words}.`,
    fix,
    level,
  }
}
