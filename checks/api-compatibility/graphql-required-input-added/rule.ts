import { graphqlRule } from '../graphql/graphql-rule.ts'

export default graphqlRule({
  title: 'GraphQL required input added',
  kinds: ['required-input-added'],
  fix: 'Make it nullable, or give it a default that means what requests meant so far.',
})
