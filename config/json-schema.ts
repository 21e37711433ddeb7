import { z } from 'zod'
import { LEVELS } from '../src/model/index.ts'
import { ALLOW_WHEN_LABEL, allowWhenLabel } from './file/labels.ts'
import { fileSchema } from './file/schema.ts'
import { fileKey, isRecord, optionFields } from './options.ts'
import { presets } from './presets/index.ts'
import { ORGANISATION } from './shared/reference.ts'
import type { RuleDescriptor } from './types.ts'

type JsonSchema = Record<string, unknown>

/**
 * JSON Schema (draft-07) of `.roadmap.yml` for editors: completion and descriptions, with every rule and its
 * options. Lenient: it takes keys it does not know, so that an editor with an older schema stays quiet.
 */
export function configJsonSchema(rules: readonly RuleDescriptor[]): JsonSchema {
  const schema = lenient(z.toJSONSchema(fileSchema, { target: 'draft-7', io: 'input' })) as JsonSchema
  const properties = schema.properties as Record<string, JsonSchema>
  const checks = { ...checksSchema(rules), description: properties.checks?.description }
  const override = properties.overrides?.items as { properties: JsonSchema }
  const waiver = properties.waivers?.items as { properties: Record<string, JsonSchema> }
  override.properties.checks = { $ref: '#/properties/checks' }
  waiver.properties.check = {
    ...waiver.properties.check,
    anyOf: [{ enum: patterns(rules) }, { type: 'string' }],
  }
  const { $schema, ...rest } = schema
  return {
    $schema,
    title: 'Configuration of roadmap-review (.roadmap.yml)',
    ...rest,
    properties: {
      ...properties,
      extends: {
        ...properties.extends,
        items: { type: 'string', examples: [...presets.keys(), ORGANISATION] },
      },
      checks,
    },
  }
}

/** A rule, a family or all: its level, `off`, or a mapping of its options. */
function checksSchema(rules: readonly RuleDescriptor[]): JsonSchema {
  return {
    type: ['object', 'null'],
    properties: Object.fromEntries(
      patterns(rules).map((pattern) => {
        const meant = rules.filter(({ id, family }) => [id, `${family}/*`, '*'].includes(pattern))
        return [pattern, settingSchema(meant)]
      }),
    ),
  }
}

function settingSchema(rules: readonly RuleDescriptor[]): JsonSchema {
  const { $schema: _root, ...labels } = z.toJSONSchema(allowWhenLabel, { target: 'draft-7' })
  const options = Object.assign({}, ...rules.map(({ options }) => optionSchemas(options))) as JsonSchema
  return {
    anyOf: [
      { enum: ['off', ...LEVELS] },
      {
        type: 'object',
        properties: { level: { enum: [...LEVELS] }, [ALLOW_WHEN_LABEL]: labels, ...options },
      },
    ],
  }
}

function optionSchemas(options: z.ZodType): JsonSchema {
  const fields = optionFields(options) ?? new Map<string, { key: string; schema: z.ZodType }>()
  return Object.fromEntries(
    [...fields].map(([key, { schema }]) => {
      const json = z.toJSONSchema(schema, { target: 'draft-7', io: 'input', unrepresentable: 'any' })
      const { $schema: _root, ...rest } = lenient(json, true) as JsonSchema
      return [key, rest]
    }),
  )
}

function patterns(rules: readonly RuleDescriptor[]): string[] {
  return ['*', ...new Set(rules.flatMap(({ id, family }) => [`${family}/*`, id]))].toSorted()
}

/** Takes unknown keys; with `rename`, properties get their names in the file. */
function lenient(schema: unknown, rename = false): unknown {
  if (Array.isArray(schema)) return schema.map((item) => lenient(item, rename))
  if (!isRecord(schema)) return schema
  const entries = Object.entries(schema).filter(
    ([key, value]) => key !== 'additionalProperties' || value !== false,
  )
  return Object.fromEntries(
    entries.map(([key, value]) => {
      if (key === 'properties' && isRecord(value)) return [key, mapKeys(value, rename)]
      if (key === 'required' && rename && Array.isArray(value)) return [key, value.map(String).map(fileKey)]
      return [key, lenient(value, rename)]
    }),
  )
}

function mapKeys(properties: Record<string, unknown>, rename: boolean): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [rename ? fileKey(key) : key, lenient(value, rename)]),
  )
}
