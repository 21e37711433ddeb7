import { graphqlRule } from '../graphql/graphql-rule.ts'

export default graphqlRule({
  title: 'GraphQL dangerous change',
  level: 'warning',
  kinds: ['possible-value-added', 'default-changed', 'access-restricted', 'scalar-format-changed'],
  fix: 'Tell the clients before, and let them handle what they do not know.',
})
