import { z } from 'zod'
import { CONFIDENCES, LEVELS } from '../../../src/model/index.ts'
import { CATEGORIES } from './flow/value.ts'
import { RULE_LANGUAGES } from './ir.ts'
import { ORIGINS } from './origins.ts'

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
const some = <T extends z.ZodType>(item: T) => z.union([item.transform((one) => [one]), z.array(item).min(1)])

/** What a rule's regular expression is asked. */
export interface TextPattern {
  test(text: string): boolean
}

/** Reads a regular expression; throws where it is none. Letter case is ignored. */
export type CompilePattern = (source: string) => TextPattern

/** What must hold for a value. All keys that are given must hold. */
export interface ValueTest {
  is?: (string | number | boolean | null)[] | undefined
  matches?: TextPattern | undefined
  below?: number | undefined
  path?: string[] | undefined
  flag?: string[] | undefined
  origin?: (typeof ORIGINS)[number][] | undefined
  sql?: 'statement' | 'fragment' | undefined
  built?: (typeof ORIGINS)[number][] | undefined
  contains?: (string | number | boolean | null)[] | undefined
  begins?: TextPattern | undefined
  backtracks?: 'exponentially' | undefined
  ranges?: 'mixed' | undefined
  host?: 'loose' | undefined
  mentions?: TextPattern | undefined
  has?: Record<string, ValueTest> | undefined
  lacks?: string[] | undefined
  does?: 'nothing' | 'return-true' | undefined
  shape?: ('list' | 'object')[] | undefined
  head?: ValueTest | undefined
  first?: ValueTest | undefined
  missing?: boolean | undefined
  any?: ValueTest[] | undefined
  not?: ValueTest | undefined
}

const position = z.union([z.number().int().min(0), z.string()])

export type Condition =
  | ({ argument: number | string | (number | string)[] } & ValueTest)
  | { receiver: ValueTest }
  | { value: ValueTest }
  | { 'written-as': TextPattern }
  | { context: TextPattern }
  | { 'not-context': TextPattern }
  | { 'function-lacks': TextPattern }
  | { 'unless-guarded': TextPattern }
  | { imports: string[] }
  | { also: { call: string[]; where: Condition[] } }

const STARTS = [
  'call',
  'new',
  'write',
  'entry',
  'object',
  'variable',
  'function',
  'return',
  'decorated',
] as const

/** The form of a `rule.yml`, with regular expressions read by `compile`. */
export function ruleSchema(compile: CompilePattern) {
  const expression = z.string().transform((source, context): TextPattern => {
    try {
      return compile(source)
    } catch (error) {
      const message = error instanceof Error ? error.message : 'not a regular expression'
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    }
  })
  const valueTests = {
    /** The constant is one of these. */
    is: some(scalar).optional(),
    /** The constant text matches (ignoring case). */
    matches: expression.optional(),
    /** The constant number is below. */
    below: z.number().optional(),
    /** What it is, by its dotted name with imports and assignments resolved. */
    path: some(z.string()).optional(),
    /** The constant of such a name, alone or joined with others by `|`. */
    flag: some(z.string()).optional(),
    /** Where it comes from. */
    origin: some(z.enum(ORIGINS)).optional(),
    /** SQL put together from parts that are not constant, where a parameter belongs. */
    sql: z.enum(['statement', 'fragment']).optional(),
    /** A text put together from known text and a part that comes from one of these. */
    built: some(z.enum(ORIGINS)).optional(),
    /** A list with one of these constants among its items. */
    contains: some(scalar).optional(),
    /** The constant text that it begins with matches. */
    begins: expression.optional(),
    /** The constant text is a regular expression that some text takes exponentially long. */
    backtracks: z.literal('exponentially').optional(),
    /** The constant text is a regular expression with a range such as `[A-z]`, which holds more than letters. */
    ranges: z.literal('mixed').optional(),
    /** The constant text is a regular expression of a host whose dots are not escaped. */
    host: z.literal('loose').optional(),
    /** Its source text, without what stands in quotes, matches. */
    mentions: expression.optional(),
    /** An object with these keys. */
    get has() {
      return z.record(z.string(), valueTest).optional()
    },
    /** An object surely without any of these keys. */
    lacks: some(z.string()).optional(),
    /** A function that does only this. */
    does: z.enum(['nothing', 'return-true']).optional(),
    /** It is written as a list or an object, or as a variable that holds one. */
    shape: some(z.enum(['list', 'object'])).optional(),
    /** The first item of a list. */
    get head() {
      return valueTest.optional()
    },
    /** The result of a call whose first argument passes this. */
    get first() {
      return valueTest.optional()
    },
    /** The argument is not given. */
    missing: z.boolean().optional(),
    get any() {
      return z.array(valueTest).min(1).optional()
    },
    get not() {
      return valueTest.optional()
    },
  }
  const valueTest: z.ZodType<ValueTest> = z.lazy(() => z.strictObject(valueTests))

  const condition: z.ZodType<Condition> = z.union([
    z.strictObject({
      /** Positional index, keyword, or both where a language allows either; `any` stands for each argument. */
      argument: z.union([position, z.array(position).min(1)]),
      ...valueTests,
    }),
    z.strictObject({ receiver: valueTest }),
    z.strictObject({ value: valueTest }),
    /** What is called, as it is written there, matches. */
    z.strictObject({ 'written-as': expression }),
    /** The name of a function, class or variable around it, or a word in the statement itself. */
    z.strictObject({ context: expression }),
    z.strictObject({ 'not-context': expression }),
    /** The source text of the function around it has no match: a guard that is not understood is respected. */
    z.strictObject({ 'function-lacks': expression }),
    /** No `if` of the same function whose condition matches stands around it: somebody else decides there. */
    z.strictObject({ 'unless-guarded': expression }),
    z.strictObject({ imports: some(z.string()) }),
    /** The same function also holds such a call. */
    z.strictObject({
      also: z.strictObject({
        call: some(z.string()),
        where: z.array(z.lazy(() => condition)).default([]),
      }),
    }),
  ])

  const finder = z
    .strictObject({
      languages: some(z.enum(RULE_LANGUAGES)),
      /** A call of one of these, by resolved dotted name. `*.` at the start stands for any receiver. */
      call: some(z.string()).optional(),
      /** A construction of one of these classes. */
      new: some(z.string()).optional(),
      /** A write to one of these members. */
      write: some(z.string()).optional(),
      /** An entry of an object, dictionary or composite literal. */
      entry: z.strictObject({ key: some(z.string()), of: some(z.string()).optional() }).optional(),
      /** An object, dictionary or composite literal; `of` is its type where the language writes one. */
      object: z.strictObject({ of: some(z.string()) }).optional(),
      /** A variable of the module itself: `DEBUG = True`. */
      variable: some(z.string()).optional(),
      /** Globs: only in these files. */
      paths: some(z.string()).optional(),
      /** A function or method by name. */
      function: z.strictObject({ name: some(z.string()), parameters: z.number().optional() }).optional(),
      /** What a function with one of these decorators gives back. */
      return: z.strictObject({ decorator: some(z.string()) }).optional(),
      /** A function with one of these decorators, annotations or attributes, whose text there has (no) match. */
      decorated: z
        .strictObject({
          by: some(z.string()),
          has: expression.optional(),
          lacks: expression.optional(),
          /** None of the function's other decorators is one of these. */
          without: some(z.string()).optional(),
        })
        .optional(),
      where: z.array(condition).default([]),
      /** `{call}` and `{hole}` stand for the names involved. */
      message: z.string(),
      fix: z.string().optional(),
      /** Overrides the rule's level. */
      level: z.enum(LEVELS).optional(),
      /** Replaces one value by this text, exact and safe. */
      suggest: z
        .strictObject({ argument: position.optional(), entry: z.string().optional(), with: z.string() })
        .optional(),
    })
    .refine((one) => STARTS.filter((start) => one[start] !== undefined).length === 1, {
      message: `exactly one of ${STARTS.join(', ')}`,
    })

  const ruleData = z.strictObject({
    title: z.string(),
    level: z.enum(LEVELS),
    confidence: z.enum(CONFIDENCES),
    status: z.enum(['preview', 'stable', 'deprecated']),
    module: z.number().int().min(1).max(15),
    cwe: z.array(z.number().int()),
    /** What its values are dangerous in: cleaners for it count. */
    category: z.enum(CATEGORIES).optional(),
    /** For an audit: what nobody knows to be dangerous. Rules of the family that say it better where they speak of the same line. */
    'audit-of': some(z.string()).optional(),
    find: z.array(finder).min(1),
  })

  return ruleData
}

/** A `rule.yml` of this family. */
export const ruleData = ruleSchema((source) => new RegExp(source, 'iu'))

export type RuleData = z.output<typeof ruleData>
export type Finder = RuleData['find'][number]
