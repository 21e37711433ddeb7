import { graphqlRule } from '../graphql/graphql-rule.ts'

export default graphqlRule({
  title: 'GraphQL optional input added',
  level: 'warning',
  kinds: ['optional-input-added'],
  fix: 'Give it a default that means what requests meant so far.',
})
