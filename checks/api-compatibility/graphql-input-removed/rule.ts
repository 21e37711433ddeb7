import { graphqlRule } from '../graphql/graphql-rule.ts'

export default graphqlRule({
  title: 'GraphQL argument or input field removed',
  kinds: ['argument-removed', 'input-field-removed'],
  fix: 'Keep it with `@deprecated` and ignore what is sent in it, until nobody sends it any more.',
})
