import { graphqlRule } from '../graphql/graphql-rule.ts'

export default graphqlRule({
  title: 'GraphQL root operation changed',
  kinds: ['root-removed', 'root-changed'],
  fix: 'Keep the root type and its name, and deprecate its fields one by one.',
})
