import { describe, expect, test } from 'vitest'
import { review, words } from './reviewing.ts'

const QUERY = 'type Query {\n  user: User\n}\n'
const USER = 'type User {\n  id: ID!\n  name: String\n}\n'
const SMALLER = 'type User {\n  id: ID!\n}\n'

describe('which documents are one schema', () => {
  test('several services in one repository keep apart', async () => {
    const both = { 'a/package.json': '{}', 'b/go.mod': 'module b', 'a/schema.graphql': QUERY + USER }
    const outcome = await review(
      { ...both, 'b/api/schema.graphql': QUERY + USER },
      { ...both, 'b/api/schema.graphql': QUERY + SMALLER },
    )
    expect(words(outcome)).toEqual(['error graphql-field-removed User.name'])
    expect(outcome.reports[0]?.location.path).toBe('b/api/schema.graphql')
  })

  test('a schema and the parts it was generated from, both in one package', async () => {
    const base = { 'schema.graphql': QUERY + USER, 'src/query.graphql': QUERY, 'src/user/user.graphql': USER }
    const head = {
      'schema.graphql': QUERY + SMALLER,
      'src/query.graphql': QUERY + SMALLER,
    }
    const { reports } = await review(base, head)
    expect(reports.map(({ location: { path }, subject }) => `${path} ${subject}`)).toEqual([
      'schema.graphql User.name',
      'src/user/user.graphql User.name',
    ])
  })

  test('two schemas in one folder', async () => {
    const outcome = await review(
      { 'api/v1.graphql': QUERY + USER, 'api/v2.graphql': QUERY + USER },
      { 'api/v1.graphql': QUERY + USER, 'api/v2.graphql': QUERY + SMALLER },
    )
    expect(words(outcome)).toEqual(['error graphql-field-removed User.name'])
  })

  test('modules that all say `type Query` are one schema', async () => {
    const other = 'type Query {\n  team: ID\n}\n'
    const outcome = await review(
      { 'src/user.graphql': QUERY + USER, 'src/team.graphql': other },
      { 'src/user.graphql': USER, 'src/team.graphql': 'type Query {\n  team: ID\n  user: User\n}\n' },
    )
    expect(words(outcome)).toEqual([])
  })

  test('the configuration says which', async () => {
    const base = { 'a/x.graphql': QUERY, 'b/y.graphql': USER, 'c/z.graphql': USER }
    const head = { 'a/x.graphql': QUERY + USER, 'c/z.graphql': SMALLER }
    const together = { graphql: [{ files: ['a/**', 'b/**'] }] }
    expect(words(await review(base, head, together))).toEqual([])
    const apart = { graphql: [{ files: ['a/**'] }, { files: ['c/**'] }] }
    expect(words(await review(base, head, apart))).toEqual(['error graphql-field-removed User.name'])
  })

  test('SDL gives way to the answer of an introspection query, and back', async () => {
    const json = `{"data": {"__schema": {"queryType": {"name": "Query"}, "types": [
      {"kind": "OBJECT", "name": "Query", "fields": [
        {"name": "user", "args": [], "type": {"kind": "OBJECT", "name": "User"}}], "interfaces": []},
      {"kind": "OBJECT", "name": "User", "fields": [
        {"name": "id", "args": [], "type": {"kind": "NON_NULL", "ofType": {"kind": "SCALAR", "name": "ID"}}}
      ], "interfaces": []}], "directives": []}}}`
    expect(words(await review({ 'schema.graphql': QUERY + USER }, { 'schema.json': json }))).toEqual([
      'error graphql-field-removed User.name',
    ])
    expect(words(await review({ 'schema.json': json }, { 'schema.graphql': QUERY + USER }))).toEqual([])
  })

  test('the rest of a federated graph is not ours', async () => {
    const base = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable"])
directive @join__type(graph: join__Graph!) on OBJECT
enum join__Graph { A B }
type Product @key(fields: "id") { id: ID! @shareable  hidden: Int @inaccessible }
extend type User @key(fields: "id") { id: ID! @external }
`
    const head = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
type Product @key(fields: "id") @tag(name: "x") { id: ID! }
`
    expect(words(await review({ 'a.graphql': base }, { 'a.graphql': head }))).toEqual([])
  })
})

describe('consumers in the repository', () => {
  test('requests that use what is removed, and no others of that name', async () => {
    const clients = {
      'web/user.graphql': `query User($id: ID!) {
  user(id: $id) {
    id
    ...Shown
  }
}

fragment Shown on User {
  name
}
`,
      'web/team.ts': 'const q = gql`\n  query { team { name } }\n`\n',
      'web/users.tsx':
        'const q = gql`\n  query Users($a: Int) {\n    users { ... on User { name } }\n    ${more}\n  }\n`\n',
      'web/broken.graphql': 'query { user { name }',
    }
    const rest =
      'type Query {\n  user(id: ID!): User\n  users: [User!]!\n  team: Team\n}\ntype Team {\n  name: String\n}\n'
    const { reports } = await review(
      { ...clients, 'api/schema.graphql': rest + USER },
      { ...clients, 'api/schema.graphql': rest + SMALLER },
    )
    expect(reports.map(({ subject }) => subject)).toEqual(['User.name'])
    expect(reports[0]?.relatedLocations?.slice(1)).toEqual([
      {
        side: 'head',
        path: 'web/user.graphql',
        region: { startLine: 9, endLine: 9 },
        message: 'this request uses `User.name`',
      },
      {
        side: 'head',
        path: 'web/users.tsx',
        region: { startLine: 3, endLine: 3 },
        message: 'this request uses `User.name`',
      },
    ])
  })
})

describe('policy', () => {
  test('what was announced may weigh less', async () => {
    const base = { 'a.graphql': 'type User {\n  id: ID\n  name: ID @deprecated(reason: "Use id")\n}\n' }
    const head = { 'a.graphql': 'type User {\n  id: ID\n}\n' }
    const { reports } = await review(base, head, { 'removed-after-deprecation': 'note' })
    expect(reports).toMatchObject([{ level: 'note', message: expect.stringContaining('Use id') as string }])
  })
})

describe('hostile documents', () => {
  test.each([
    ['a broken document', 'type Query {\n  a: Int\n  b Int\n}\n', 3],
    [
      'merge conflict markers',
      'type Query {\n<<<<<<< ours\n  a: Int\n=======\n  b: Int\n>>>>>>> theirs\n}\n',
      2,
    ],
    ['lists in lists without end', `type Query {\n  a: ${'['.repeat(100_000)}\n}\n`, 2],
    ['objects in objects without end', `type Query {\n  a(b: B = ${'{a:'.repeat(100_000)}): Int\n}\n`, 2],
    ['a string without an end', 'type Query {\n  "a\n  a: Int\n}\n', 2],
  ])('%s is a finding with its line, and nothing passes for compatible', async (_, head, line) => {
    const outcome = await review({ 'a.graphql': QUERY + USER }, { 'a.graphql': head })
    expect(words(outcome)).toHaveLength(1)
    expect(outcome.reports[0]).toMatchObject({
      rule: 'graphql-schema-unreadable',
      level: 'error',
      location: { side: 'head', path: 'a.graphql', region: { startLine: line } },
    })
    expect(outcome.notLookedAt).not.toEqual([])
  })

  test('a template that is put together at run time', async () => {
    const module = (body: string): string => `export const a = gql\`type A {\n  a: Int\n${body}}\`\n`
    const odd = module(`  b: ${'\\`'.repeat(100_000)}\n`)
    const broken = await review({ 'a.ts': module('  b: Int\n') }, { 'a.ts': odd })
    expect(words(broken)).toEqual([])
    expect(broken.notLookedAt[0]).toContain('a.ts: a GraphQL template')
    // It never was a document by itself.
    expect(await review({ 'a.ts': odd }, { 'a.ts': `${odd}// more\n` })).toEqual({
      reports: [],
      notLookedAt: [],
    })
  })

  test('names of the machine are names like others', async () => {
    const base = 'type __proto {\n  constructor: Int\n  toString(hasOwnProperty: Int): Int\n}\n'
    const named = base.replace('__proto', 'constructor')
    expect(
      words(await review({ 'a.graphql': named }, { 'a.graphql': 'type constructor {\n  x: Int\n}\n' })),
    ).toEqual([
      'error graphql-field-removed constructor.constructor',
      'error graphql-field-removed constructor.toString',
    ])
  })

  test.each([
    ['{"__schema": {"queryType": 7, "types": "x", "directives": [null, 3, {}]}}', ['graphql-schema-removed']],
    [
      '{"__schema": {"queryType": null, "types": [null, 1, {"kind": "OBJECT"}, {"kind": "X", "name": "Y"}]}}',
      ['graphql-schema-removed'],
    ],
    [
      '{"__schema": {"queryType": {"name": "Query"}, "types": [{"kind": "OBJECT", "name": "Query", "fields": [{"name": "a", "type": {"kind": "LIST"}}]}]}}',
      [],
    ],
    ['{"__schema": {"queryType": ', ['graphql-schema-unreadable']],
  ])('an introspection answer of any shape: %s', async (odd, rules) => {
    const good =
      '{"__schema": {"queryType": {"name": "Query"}, "types": [{"kind": "OBJECT", "name": "Query"}]}}'
    const { reports } = await review({ 'schema.json': good }, { 'schema.json': odd })
    expect(reports.map(({ rule }) => rule)).toEqual(rules)
  })
})
