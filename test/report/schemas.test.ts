import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import Draft4 from 'ajv-draft-04'
import formats from 'ajv-formats'
import { expect, test } from 'vitest'
import type { Review } from '../../src/model/index.ts'
import { toJson } from '../../src/report/json/json.ts'
import { reviewJsonSchema } from '../../src/report/json/schema.ts'
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
