import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Suggestion } from '../../src/model/index.ts'
import { review, words } from './reviewing.ts'
import { schema } from './schemas.ts'

function apply(text: string, { region, replacement }: Suggestion): string {
  const lines = text.split('\n')
  lines.splice(region.startLine - 1, region.endLine - region.startLine + 1, replacement)
  return lines.join('\n')
}

/** After a suggestion is taken, its finding is gone and no other came. */
async function check(base: string, head: string): Promise<number> {
  const path = 'schema.graphql'
  const before = await review({ [path]: base }, { [path]: head })
  const all = words(before)
  let taken = 0
  for (const report of before.reports) {
    if (!report.suggestion) continue
    taken++
    const after = words(await review({ [path]: base }, { [path]: apply(head, report.suggestion) }))
    const own = `${report.level} ${report.rule} ${report.subject}`
    expect(after).not.toContain(own)
    // A field that comes back brings its own differences (none) and, where its type is gone, nothing more.
    expect(after.filter((one) => !all.includes(one))).toEqual([])
    expect(after).toHaveLength(all.length - 1)
  }
  return taken
}

test('what is removed comes back, deprecated', async () => {
  const base = `type User {
  id: ID!
  "How others call them."
  name(first: Int, last: Int): String! # shown
  tags: [String!]!,
  email: String @deprecated(reason: "No mail")
}

input Filter {
  name: String
  age: Int!
}
`
  const head = `type User {
  id: ID!
  tags: [String!]!
}

input Filter {
  name: String
}
`
  expect(await check(base, head)).toBe(3)
  const { reports } = await review({ 'a.graphql': base }, { 'a.graphql': head })
  const suggested = new Map(reports.map(({ subject, suggestion }) => [subject, suggestion]))
  expect(suggested.get('User.name')).toEqual({
    path: 'a.graphql',
    region: { startLine: 2, endLine: 2 },
    replacement: `  id: ID!
  "How others call them."
  name(first: Int, last: Int): String! @deprecated(reason: "No longer supported") # shown`,
  })
  expect(suggested.get('User.email')?.replacement).toBe(
    '  tags: [String!]!\n  email: String @deprecated(reason: "No mail")',
  )
  // Required inputs may not be deprecated (specification, section 3.13.3).
  expect(suggested.get('Filter.age')?.replacement).toBe('  name: String\n  age: Int!')
})

test('nothing is suggested where lines are shared, or no neighbour is left', async () => {
  const { reports } = await review(
    { 'a.graphql': 'type User { id: ID! name: String }\ntype Team {\n  id: ID\n}\n' },
    { 'a.graphql': 'type User { id: ID! }\ntype Team {\n  name: String\n}\n' },
  )
  expect(reports.map(({ subject, suggestion }) => [subject, suggestion])).toEqual([
    ['User.name', undefined],
    ['Team.id', undefined],
  ])
})

test('line ends of Windows stay as they are', async () => {
  const crlf = (text: string): string => text.replaceAll('\n', '\r\n')
  expect(
    await check(
      crlf('type User {\n  id: ID\n  name: String\n  age: Int\n}\n'),
      crlf('type User {\n  id: ID\n}\n'),
    ),
  ).toBe(2)
})

test('generated schemas', async () => {
  let taken = 0
  await fc.assert(
    fc.asyncProperty(schema, schema, async (before, after) => {
      taken += await check(before.join('\n\n'), after.join('\n\n'))
    }),
    { numRuns: 60 },
  )
  expect(taken).toBeGreaterThan(50)
})
