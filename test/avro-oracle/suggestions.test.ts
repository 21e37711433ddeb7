import { expect, test } from 'vitest'
import { review } from './reviewing.ts'

const ID = '    { "name": "id", "type": "long" }'
const schema = (...fields: string[]): string =>
  `{\n  "type": "record",\n  "name": "User",\n  "fields": [\n${fields.join(',\n')}\n  ]\n}\n`

test('a new field that may be null gets the default null, and the finding is gone', async () => {
  for (const field of [
    '    { "name": "mail", "type": ["null", "string"] }',
    '    {"type": ["null", {"type": "array", "items": "string"}], "name": "mail"}',
  ]) {
    const head = schema(field, ID)
    const { reports } = await review({ 'a.avsc': schema(ID) }, { 'a.avsc': head })
    const suggestion = reports[0]?.suggestion
    expect(suggestion?.region).toEqual({ startLine: 5, endLine: 5 })
    const mended = head
      .split('\n')
      .with(4, suggestion?.replacement ?? '')
      .join('\n')
    expect(JSON.parse(mended)).toMatchObject({ fields: [{ name: 'mail', default: null }, { name: 'id' }] })
    expect((await review({ 'a.avsc': schema(ID) }, { 'a.avsc': mended })).reports).toEqual([])
  }
})

test.each([
  ['another type first', '    { "name": "mail", "type": ["string", "null"] }'],
  ['no null', '    { "name": "mail", "type": "string" }'],
  ['over many lines', '    {\n      "name": "mail",\n      "type": ["null", "string"]\n    }'],
  [
    'two on a line',
    `    { "name": "mail", "type": ["null", "string"] }, { "name": "x", "type": ["null", "int"] }`,
  ],
])('nothing is suggested: %s', async (_, field) => {
  const { reports } = await review({ 'a.avsc': schema(ID) }, { 'a.avsc': schema(ID, field) })
  expect(reports.length).toBeGreaterThan(0)
  expect(reports.every(({ suggestion }) => suggestion === undefined)).toBe(true)
})
