import { graphqlRule } from '../graphql/graphql-rule.ts'

export default graphqlRule({
  title: 'GraphQL enum value removed',
  kinds: ['enum-value-removed'],
  fix: 'Keep the value with `@deprecated`, and translate it where it comes in.',
})
