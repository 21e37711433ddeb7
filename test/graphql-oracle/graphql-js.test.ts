import fc from 'fast-check'
import {
  buildASTSchema,
  findSchemaChanges,
  introspectionFromSchema,
  parse,
  printSchema,
  type GraphQLSchema,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import { review, words, type Reported } from './reviewing.ts'
import { schema } from './schemas.ts'

// graphql-js decides what is breaking and what is dangerous. Each of its changes is one of ours, and the other way
// round: counted by kind, so that neither side can say less or more than the other.
const KINDS: Readonly<Record<string, string>> = {
  TYPE_REMOVED: 'error graphql-type-removed',
  TYPE_CHANGED_KIND: 'error graphql-type-removed',
  TYPE_REMOVED_FROM_UNION: 'error graphql-possible-type-removed',
  VALUE_REMOVED_FROM_ENUM: 'error graphql-enum-value-removed',
  REQUIRED_INPUT_FIELD_ADDED: 'error graphql-required-input-added',
  IMPLEMENTED_INTERFACE_REMOVED: 'error graphql-possible-type-removed',
  REQUIRED_ARG_ADDED: 'error graphql-required-input-added',
  ARG_REMOVED: 'error graphql-input-removed',
  DIRECTIVE_REMOVED: 'error graphql-directive-changed',
  DIRECTIVE_ARG_REMOVED: 'error graphql-directive-changed',
  REQUIRED_DIRECTIVE_ARG_ADDED: 'error graphql-directive-changed',
  DIRECTIVE_REPEATABLE_REMOVED: 'error graphql-directive-changed',
  DIRECTIVE_LOCATION_REMOVED: 'error graphql-directive-changed',
  VALUE_ADDED_TO_ENUM: 'warning graphql-dangerous-change',
  TYPE_ADDED_TO_UNION: 'warning graphql-dangerous-change',
  IMPLEMENTED_INTERFACE_ADDED: 'warning graphql-dangerous-change',
  INPUT_FIELD_DEFAULT_VALUE_CHANGE: 'warning graphql-dangerous-change',
  OPTIONAL_INPUT_FIELD_ADDED: 'warning graphql-optional-input-added',
  OPTIONAL_ARG_ADDED: 'warning graphql-optional-input-added',
}

function theirs(base: GraphQLSchema, head: GraphQLSchema): string[] {
  const kinds = findSchemaChanges(base, head).flatMap(({ type, description }) => {
    // `Int` is not removed from any API: it is in the schema for as long as something refers to it.
    if (description.startsWith('Standard scalar')) return []
    const [first = ''] =
      /[A-Z@][\w.]*(?:\([^)]*\))?/i.exec(description.replace(/^(?:Field|Argument) /, '')) ?? []
    if (type === 'FIELD_REMOVED' || type === 'FIELD_CHANGED_KIND') {
      const isInput = /^(?:Filter|By)\b/.test(first)
      const what =
        type === 'FIELD_REMOVED'
          ? ['input-removed', 'field-removed']
          : ['input-type-changed', 'field-type-changed']
      return [`error graphql-${(isInput ? what[0] : what[1]) ?? ''}`]
    }
    const ofDirective = first.startsWith('@')
    if (type === 'ARG_CHANGED_KIND')
      return [`error graphql-${ofDirective ? 'directive-changed' : 'input-type-changed'}`]
    if (type === 'ARG_DEFAULT_VALUE_CHANGE') {
      return [`warning graphql-${ofDirective ? 'directive-changed' : 'dangerous-change'}`]
    }
    return KINDS[type] ?? []
  })
  return kinds.toSorted()
}

function ours(reports: readonly Reported[]): string[] {
  return (
    reports
      // What graphql-js has no word for: roots, and first defaults.
      .filter(({ level, rule }) => level !== 'note' && rule !== 'graphql-root-changed')
      .map(({ level, rule }) => `${level} ${rule}`)
      .toSorted()
  )
}

const build = (sdl: string): GraphQLSchema =>
  buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true })
const RUNS = { numRuns: 300 }

describe('generated schemas', () => {
  test('our verdicts are those of graphql-js, and stand on lines that name what they are about', async () => {
    await fc.assert(
      fc.asyncProperty(schema, schema, async (before, after) => {
        const [base, head] = [before.join('\n\n'), after.join('\n\n')]
        const { reports, notLookedAt } = await review({ 'schema.graphql': base }, { 'schema.graphql': head })
        expect(notLookedAt).toEqual([])
        expect(ours(reports)).toEqual(theirs(build(base), build(head)))
        for (const { location, subject } of reports) {
          const text = location.side === 'base' ? base : head
          const { startLine = 0, startColumn = 0, endColumn = 0 } = location.region ?? {}
          const said = text.split('\n')[startLine - 1]?.slice(startColumn - 1, endColumn - 1) ?? ''
          const [coordinate = '', what] = subject.split(/ (?=type$|default$|kind$)/)
          const name = /(\w+)\W*$/.exec(coordinate)?.[1] ?? ''
          if (what === 'type') expect(said).toMatch(/^\[*\w+[\]!]*$/)
          else if (what === 'default') expect(said).not.toBe('')
          else expect(said).toBe(coordinate.endsWith('repeatable') ? 'cached' : name)
        }
      }),
      RUNS,
    )
  })

  test('the same schema in other words, in another order, over other files gives nothing', async () => {
    await fc.assert(
      fc.asyncProperty(schema, fc.infiniteStream(fc.nat(2)), async (definitions, places) => {
        const split = (all: readonly string[]): Record<string, string> => {
          const files: Record<string, string> = { 'api/0.graphql': '# API\n' }
          for (const one of all) {
            const file = `api/${places.next().value ?? 0}.graphql`
            files[file] = `${files[file] ?? ''}${one}\n`
          }
          return files
        }
        const printed = printSchema(build(definitions.join('\n')))
        const variants = [
          split(definitions),
          split(definitions.toReversed()),
          { 'schema.graphql': printed },
          {
            'api/schema.graphqls': definitions
              .map((one) => `"What it is."\n${one.replaceAll('\n', ' ')}`)
              .join('\n'),
          },
        ]
        for (const head of variants) {
          expect(words(await review({ 'api/0.graphql': definitions.join('\n') }, head))).toEqual([])
        }
      }),
      { numRuns: 100 },
    )
  })

  test('the answer to an introspection query says what the SDL says', async () => {
    await fc.assert(
      fc.asyncProperty(schema, schema, async (before, after) => {
        const [base, head] = [build(before.join('\n')), build(after.join('\n'))]
        fc.pre(base.getQueryType() !== undefined && head.getQueryType() !== undefined)
        const json = (of: GraphQLSchema): string => {
          const options = { directiveIsRepeatable: true, inputValueDeprecation: true, specifiedByUrl: true }
          return JSON.stringify({ data: introspectionFromSchema(of, options) }, undefined, 2)
        }
        const { reports } = await review({ 'schema.json': json(base) }, { 'schema.json': json(head) })
        expect(ours(reports)).toEqual(theirs(base, head))
        for (const { location } of reports) {
          const text = json(location.side === 'base' ? base : head).split('\n')[
            (location.region?.startLine ?? 0) - 1
          ]
          expect(text).toMatch(/"(?:name|type|defaultValue)": |^\s+"[A-Z]+",?$/)
        }
      }),
      { numRuns: 25 },
    )
  })
})
