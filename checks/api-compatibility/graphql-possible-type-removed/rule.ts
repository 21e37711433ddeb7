import { graphqlRule } from '../graphql/graphql-rule.ts'

export default graphqlRule({
  title: 'GraphQL union member or interface removed',
  kinds: ['union-member-removed', 'interface-removed'],
  fix: 'Keep the membership, and return no such object any more until no request has a fragment on it.',
})
