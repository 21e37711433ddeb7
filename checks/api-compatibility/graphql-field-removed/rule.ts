import { graphqlRule } from '../graphql/graphql-rule.ts'

export default graphqlRule({
  title: 'GraphQL field removed',
  kinds: ['field-removed'],
  fix: 'Keep the field with `@deprecated(reason: "…")` and answer it until no request selects it any more.',
})
