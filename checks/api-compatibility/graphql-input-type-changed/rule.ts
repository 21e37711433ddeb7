import { graphqlRule } from '../graphql/graphql-rule.ts'

export default graphqlRule({
  title: 'GraphQL input type changed',
  kinds: ['input-type-changed'],
  fix: 'Add an argument or field with the new type, and deprecate the old one.',
})
