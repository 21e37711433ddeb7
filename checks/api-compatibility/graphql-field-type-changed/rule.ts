import { graphqlRule } from '../graphql/graphql-rule.ts'

export default graphqlRule({
  title: 'GraphQL field type changed',
  kinds: ['field-type-changed'],
  fix: 'Add a field with the new type, and deprecate the old one.',
})
