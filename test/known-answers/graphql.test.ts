import { expect, test } from 'vitest'
import { dissent, judge, type Files, type Pair } from './judging.ts'

const SDL = `schema {
  query: Query
  mutation: Mutation
}

directive @auth(role: Role! = USER, scope: String) repeatable on FIELD_DEFINITION | OBJECT

scalar Date

type Query {
  user(id: ID!, deep: Boolean = false): User
  users(filter: UserFilter, first: Int = 10): [User!]!
  search(text: String!): [Result]
  node(id: ID!): Node
}

type Mutation {
  createUser(input: CreateUser!): User!
}

interface Node {
  id: ID!
}

interface Named {
  name: String
}

type User implements Node & Named {
  id: ID!
  name: String
  email: String!
  role: Role!
  tags: [String!]
  born: Date
}

type Team implements Node {
  id: ID!
  members: [User]
}

union Result = User | Team

enum Role {
  USER
  ADMIN
}

input UserFilter {
  role: Role
  text: String
  limit: Int = 5
}

input CreateUser {
  name: String!
  nick: String
}
`

/** The schema at a usual place, with one passage changed. */
function edit(from: string, to: string, path = 'api/schema.graphql'): { base: Files; head: Files } {
  expect(SDL.split(from)).toHaveLength(2)
  return { base: { [path]: SDL }, head: { [path]: SDL.replace(from, to) } }
}

const breaking = (from: string, to: string, at?: string): Pair => ({
  ...edit(from, to),
  is: 'breaking',
  ...(at && { at }),
})
const dangerous = (from: string, to: string): Pair => ({ ...edit(from, to), is: 'dangerous' })
const compatible = (from: string, to: string): Pair => ({ ...edit(from, to), is: 'compatible' })

const FEDERATED = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])

type Product @key(fields: "id") {
  id: ID!
  name: String @shareable
  price: Int
}

extend type Query {
  product(id: ID!): Product
}
`

const CLIENT = `query GetUser($id: ID!) {
  user(id: $id) {
    ...Parts
  }
}

fragment Parts on User {
  id
  name
}
`

const CASES: Record<string, () => Pair> = {
  'field removed': () => breaking('  email: String!\n', '', 'base api/schema.graphql:32'),
  'query removed': () => breaking('  node(id: ID!): Node\n', '', 'base api/schema.graphql:14'),
  'mutation root removed': () => breaking('  mutation: Mutation\n', ''),
  'output becomes nullable': () => breaking('email: String!', 'email: String', 'head api/schema.graphql:32'),
  'output list item becomes nullable': () => breaking('tags: [String!]', 'tags: [String]'),
  'output becomes non-null': () => compatible('members: [User]', 'members: [User!]!'),
  'output becomes a list': () => breaking('  born: Date', '  born: [Date]'),
  // The named type may not change at all: `... on Team` would no longer be a valid request.
  'output narrows to an implementer': () => breaking('  node(id: ID!): Node', '  node(id: ID!): User'),
  'output widens to an interface': () => breaking('  members: [User]', '  members: [Node]'),
  'required argument added': () =>
    breaking('search(text: String!)', 'search(text: String!, kind: Role!)', 'head api/schema.graphql:13'),
  'required argument with default added': () =>
    dangerous('search(text: String!)', 'search(text: String!, kind: Role! = USER)'),
  'optional argument becomes required': () => breaking('filter: UserFilter,', 'filter: UserFilter!,'),
  'required argument becomes optional': () => compatible('search(text: String!)', 'search(text: String)'),
  'argument removed': () => breaking(', deep: Boolean = false', ''),
  'argument default changed': () => dangerous('first: Int = 10', 'first: Int = 20'),
  'argument type changed': () => breaking('first: Int = 10', 'first: String = "10"'),
  'argument gains a list': () =>
    breaking('createUser(input: CreateUser!)', 'createUser(input: [CreateUser!]!)'),
  'required input field added': () =>
    breaking('  nick: String\n', '  nick: String\n  age: Int!\n', 'head api/schema.graphql:59'),
  'optional input field added': () => compatible('  nick: String\n', '  nick: String\n  age: Int\n'),
  'input field removed': () => breaking('  text: String\n', ''),
  'input field becomes non-null': () => breaking('  nick: String\n', '  nick: String!\n'),
  'input default changed': () => dangerous('limit: Int = 5', 'limit: Int = 6'),
  'input default removed': () => dangerous('limit: Int = 5', 'limit: Int'),
  'enum value removed': () => breaking('  ADMIN\n', ''),
  'enum value added': () => dangerous('  ADMIN\n', '  ADMIN\n  GUEST\n'),
  'union member removed': () => breaking('User | Team', 'User', undefined),
  'interface no longer implemented': () => breaking('User implements Node & Named', 'User implements Node'),
  'interface added': () =>
    dangerous('type Team implements Node {', 'type Team implements Node & Named {\n  name: String'),
  'type becomes an interface': () =>
    breaking('type Team implements Node {', 'interface Team implements Node {'),
  'interface gains a field that all have': () =>
    compatible('interface Node {', 'interface Node {\n  tags: [String!]'),
  'directive removed': () =>
    breaking(
      'directive @auth(role: Role! = USER, scope: String) repeatable on FIELD_DEFINITION | OBJECT\n',
      '',
    ),
  'scalar replaced by String': () => breaking('born: Date', 'born: String'),
  'deprecation added': () => compatible('email: String!', 'email: String! @deprecated(reason: "gone soon")'),
  'description added': () => compatible('  email: String!', '  "The address"\n  email: String!'),
  'comment added': () => ({ ...edit('  email: String!', '  # x\n  email: String!'), is: 'nothing' }),
  'two types renamed away': () => breaking('type Team implements', 'type Group implements'),
  'reordered and reformatted': () => {
    const parts = SDL.split('\n\n').toReversed().join('\n\n')
    return {
      base: { 's.graphqls': SDL },
      head: { 's.graphqls': parts.replaceAll('  ', '      ') },
      is: 'nothing',
    }
  },
  'moved and renamed': () => ({
    base: { 'a/schema.gql': SDL },
    head: { 'b/c/api.graphqls': SDL },
    is: 'nothing',
  }),
  'moved and a field removed': () => ({
    base: { 'a/schema.gql': SDL },
    head: { 'b/c/api.graphqls': SDL.replace('  email: String!\n', '') },
    is: 'breaking',
    at: 'base a/schema.gql:32',
  }),
  'split over files': () => {
    const parts = SDL.split('\n\n')
    const files = Object.fromEntries(parts.map((part, index) => [`src/graphql/part${index}.graphql`, part]))
    return { base: { 'src/graphql/schema.graphql': SDL }, head: files, is: 'nothing' }
  },
  'split over files, a field lost on the way': () => {
    const parts = SDL.replace('  email: String!\n', '').split('\n\n')
    const files = Object.fromEntries(parts.map((part, index) => [`src/graphql/part${index}.graphql`, part]))
    return {
      base: { 'src/graphql/schema.graphql': SDL },
      head: files,
      is: 'breaking',
      at: 'base src/graphql/schema.graphql:32',
    }
  },
  'field moves to an extension in another file': () => ({
    base: { 'x/a.graphql': SDL, 'x/b.graphql': 'type Other {\n  id: ID\n}\n' },
    head: {
      'x/a.graphql': SDL.replace('  email: String!\n', ''),
      'x/b.graphql': 'type Other {\n  id: ID\n}\n\nextend type User {\n  email: String!\n}\n',
    },
    is: 'nothing',
  }),
  'field removed from an extension': () => ({
    base: { 'x/a.graphql': SDL, 'x/b.graphql': 'extend type User {\n  phone: String\n  fax: String\n}\n' },
    head: { 'x/a.graphql': SDL, 'x/b.graphql': 'extend type User {\n  phone: String\n}\n' },
    is: 'breaking',
    at: 'base x/b.graphql:3',
  }),
  'extension removed with its file': () => ({
    base: { 'x/a.graphql': SDL, 'x/b.graphql': 'extend type User {\n  phone: String\n}\n' },
    head: { 'x/a.graphql': SDL },
    is: 'breaking',
    at: 'base x/b.graphql:2',
  }),
  // It may have become generated, or moved to another repository: a finding, and no error.
  'schema deleted': () => ({ base: { 'api/schema.graphql': SDL }, head: {}, is: 'dangerous' }),
  'new schema': () => ({ base: {}, head: { 'api/schema.graphql': SDL }, is: 'nothing' }),
  'federated field removed': () => ({
    base: { 'products/schema.graphql': FEDERATED },
    head: { 'products/schema.graphql': FEDERATED.replace('  price: Int\n', '') },
    is: 'breaking',
    at: 'base products/schema.graphql:6',
  }),
  'federated query removed': () => ({
    base: { 'products/schema.graphql': FEDERATED },
    head: { 'products/schema.graphql': FEDERATED.replace(/extend type Query[^]*$/, '') },
    is: 'breaking',
  }),
  'federation link upgraded': () => ({
    base: { 'products/schema.graphql': FEDERATED },
    head: { 'products/schema.graphql': FEDERATED.replace('v2.3', 'v2.5') },
    is: 'compatible',
  }),
  'one of two subgraphs changes': () => ({
    base: { 'products/schema.graphql': FEDERATED, 'stock/schema.graphql': FEDERATED },
    head: {
      'products/schema.graphql': FEDERATED,
      'stock/schema.graphql': FEDERATED.replace('  price: Int\n', ''),
    },
    is: 'breaking',
    at: 'base stock/schema.graphql:6',
  }),
  'client operation edited': () => ({
    base: { 'web/user.graphql': CLIENT, 'api/schema.graphql': SDL },
    head: { 'web/user.graphql': CLIENT.replace('  name\n', ''), 'api/schema.graphql': SDL },
    is: 'nothing',
  }),
  'schema in a template': () => ({
    base: { 'src/schema.ts': `import gql from 'graphql-tag'\nexport const typeDefs = gql\`\n${SDL}\`\n` },
    head: {
      'src/schema.ts': `import gql from 'graphql-tag'\nexport const typeDefs = gql\`\n${SDL.replace('  email: String!\n', '')}\`\n`,
    },
    is: 'breaking',
    at: 'base src/schema.ts:34',
  }),
  'schema in a template with a comment tag': () => ({
    base: { 'src/schema.js': `const typeDefs = /* GraphQL */ \`\n${SDL}\`\n` },
    head: {
      'src/schema.js': `const typeDefs = /* GraphQL */ \`\n${SDL.replace('  email: String!\n', '')}\`\n`,
    },
    is: 'breaking',
  }),
  'schema in a template moved to a file': () => ({
    base: { 'src/schema.ts': `import gql from 'graphql-tag'\nexport const typeDefs = gql\`\n${SDL}\`\n` },
    head: { 'src/schema.graphql': SDL },
    is: 'nothing',
  }),
  'broken schema': () => ({
    base: { 'api/schema.graphql': SDL },
    head: {
      'api/schema.graphql': SDL.replace('type Team implements Node {', 'type Team implements Node {{'),
    },
    is: 'breaking',
    at: 'head api/schema.graphql:38',
  }),
  'file emptied': () => ({
    base: { 'api/schema.graphql': SDL },
    head: { 'api/schema.graphql': '' },
    is: 'dangerous',
  }),
  'subscription removed': () => ({
    base: { 'api/schema.graphql': 'type Query {\n  a: Int\n}\ntype Subscription {\n  b: Int\n  c: Int\n}\n' },
    head: { 'api/schema.graphql': 'type Query {\n  a: Int\n}\ntype Subscription {\n  b: Int\n}\n' },
    is: 'breaking',
    at: 'base api/schema.graphql:6',
  }),
  'oneOf added to an input': () => ({
    base: { 'a.graphql': 'type Query {\n  a(by: By): Int\n}\ninput By {\n  id: ID\n  name: String\n}\n' },
    head: {
      'a.graphql': 'type Query {\n  a(by: By): Int\n}\ninput By @oneOf {\n  id: ID\n  name: String\n}\n',
    },
    is: 'breaking',
  }),
  'oneOf removed from an input': () => ({
    base: {
      'a.graphql': 'type Query {\n  a(by: By): Int\n}\ninput By @oneOf {\n  id: ID\n  name: String\n}\n',
    },
    head: { 'a.graphql': 'type Query {\n  a(by: By): Int\n}\ninput By {\n  id: ID\n  name: String\n}\n' },
    is: 'compatible',
  }),
  'type nobody can reach is removed': () => ({
    base: { 'a.graphql': 'type Query {\n  a: Int\n}\ntype Orphan {\n  b: Int\n}\n' },
    head: { 'a.graphql': 'type Query {\n  a: Int\n}\n' },
    is: 'breaking',
  }),
  'explicit schema for the usual roots': () => ({
    base: { 'a.graphql': 'type Query {\n  a: Int\n}\n' },
    head: { 'a.graphql': 'schema {\n  query: Query\n}\n\ntype Query {\n  a: Int\n}\n' },
    is: 'nothing',
  }),
  'old interface syntax and Windows line ends': () => ({
    base: { 'a.graphql': SDL },
    head: { 'a.graphql': SDL.replaceAll('\n', '\r\n') },
    is: 'nothing',
  }),
  'byte order mark': () => ({
    base: { 'a.graphql': SDL },
    head: { 'a.graphql': '\uFEFF' + SDL },
    is: 'nothing',
  }),
}

test.each(Object.entries(CASES))('%s', async (_, make) => {
  const pair = make()
  expect(dissent(pair, await judge(pair))).toBeUndefined()
})
