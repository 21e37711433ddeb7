import { graphqlRule } from '../graphql/graphql-rule.ts'

export default graphqlRule({
  title: 'GraphQL directive changed',
  kinds: ['directive-changed'],
  fix: 'Keep the definition as long as documents use it; give a new argument a default.',
})
