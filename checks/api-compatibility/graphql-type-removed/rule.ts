import { graphqlRule } from '../graphql/graphql-rule.ts'

export default graphqlRule({
  title: 'GraphQL type removed',
  kinds: ['type-removed', 'type-kind-changed'],
  fix: 'Keep the type as long as requests name it; deprecate the fields that lead to it first.',
})
