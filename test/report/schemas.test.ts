import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import Draft4 from 'ajv-draft-04'
import formats from 'ajv-formats'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Review } from '../../src/model/index.ts'
import { toJson } from '../../src/report/json/json.ts'
import { reviewJsonSchema } from '../../src/report/json/schema.ts'
import { toRdjson, toRdjsonl } from '../../src/report/rdjson/rdjson.ts'
import { toSarif } from '../../src/report/sarif/sarif.ts'
import { catalogue, review } from './example.ts'
import { hostileReview, NASTY } from './hostile.ts'

const empty: Review = {
  ...review,
  conclusion: 'success',
  families: [],
  outcomes: [],
  findings: [],
  notices: [],
  notLookedAt: [],
}
const reviews: readonly [string, Review][] = [
  ['the example', review],
  ['an empty review', empty],
  ...NASTY.map((text): [string, Review] => [`hostile text ${JSON.stringify(text)}`, hostileReview(text)]),
]

const published = new URL('../../src/report/json/review.schema.json', import.meta.url)

test('the published schema is the one the program makes (npm run generate)', () => {
  expect(readFileSync(published, 'utf8')).toBe(reviewJsonSchema())
})

const validJson = new Ajv({ allErrors: true }).compile(
  JSON.parse(readFileSync(published, 'utf8')) as Record<string, unknown>,
)

test.each(reviews)('the JSON report of %s is valid by the published schema', (_name, example) => {
  expect(errorsOf(validJson, JSON.parse(toJson(example, catalogue)))).toEqual([])
})

test('the published schema refuses a report that lacks a part', () => {
  const { conclusion: _, ...rest } = JSON.parse(toJson(review, catalogue)) as Record<string, unknown>
  expect(validJson(rest)).toBe(false)
})

// OASIS's schema, errata 01, as SchemaStore publishes it.
const ajv = new Draft4.default({ strict: false, allErrors: true, unicodeRegExp: false })
formats.default(ajv)
const validSarif = ajv.compile(
  JSON.parse(readFileSync(new URL('./sarif-2.1.0.schema.json', import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >,
)

test.each(reviews)('the SARIF log of %s is valid SARIF 2.1.0', (_name, example) => {
  const log = JSON.parse(toSarif(example, catalogue, { version: '1.2.3' })) as unknown
  expect(errorsOf(validSarif, log)).toEqual([])
})

function errorsOf(validate: ValidateFunction, data: unknown): unknown[] {
  return validate(data) ? [] : (validate.errors ?? ['invalid'])
}

test.each(reviews)('what code scanning is sent of %s is valid, open and in the head', (_name, example) => {
  const log = JSON.parse(toSarif(example, catalogue, { codeScanning: true, category: 'api' })) as {
    runs: { results: { suppressions: unknown[]; locations: unknown[] }[]; automationDetails: unknown }[]
  }
  expect(errorsOf(validSarif, log)).toEqual([])
  const [run] = log.runs
  const open = example.findings.filter(({ verdict }) => verdict.shown || verdict.because === 'capped')
  expect(run?.results).toHaveLength(open.length)
  expect(run?.results.flatMap(({ suppressions }) => suppressions)).toEqual([])
  expect(JSON.stringify(run?.results.map(({ locations }) => locations))).not.toContain('BASEROOT')
  expect(run?.automationDetails).toEqual({ id: 'api/' })
})

// reviewdog's messages, proto/rdf/reviewdog.proto: names as its JSON mapping writes them; unknown ones are refused there.
const position = z.strictObject({ line: z.int().min(1), column: z.int().min(1).optional() })
const range = z.strictObject({ start: position, end: position.optional() })
const rdLocation = z.strictObject({ path: z.string().min(1), range: range.optional() })
const rdSource = z.strictObject({ name: z.string(), url: z.url().optional() })
const diagnostic = z.strictObject({
  message: z.string(),
  location: rdLocation,
  severity: z.enum(['ERROR', 'WARNING', 'INFO']),
  source: rdSource.optional(),
  code: z.strictObject({ value: z.string(), url: z.url().optional() }).optional(),
  suggestions: z.array(z.strictObject({ range, text: z.string() })).optional(),
  related_locations: z
    .array(z.strictObject({ message: z.string().optional(), location: rdLocation }))
    .optional(),
})
const diagnosticResult = z.strictObject({ source: rdSource, diagnostics: z.array(diagnostic) })

test.each(reviews)("reviewdog's formats of %s are what it reads, a finding each", (_name, example) => {
  const shown = example.findings.filter(({ verdict }) => verdict.shown)
  const whole = diagnosticResult.parse(JSON.parse(toRdjson(example, catalogue)))
  const lines = toRdjsonl(example, catalogue)
    .split('\n')
    .filter(Boolean)
    .map((line) => diagnostic.parse(JSON.parse(line)))
  expect(lines).toEqual(whole.diagnostics.map((one) => ({ ...one, source: whole.source })))
  expect(whole.diagnostics.map(({ code }) => code?.value)).toEqual(shown.map(({ ruleId }) => ruleId))
  for (const { message } of whole.diagnostics) {
    const outsideCode = message.replaceAll(/(`+)[^]*?\1/g, '')
    expect(outsideCode).not.toMatch(/@everyone|(?<!\\)<(?:script|img)/)
  }
})
