import { asyncRule } from '../asyncapi/async-rule.ts'

export default asyncRule({
  title: 'Event operation removed',
  kinds: ['operation-removed'],
  fix: 'Keep sending or receiving until every partner has moved, and mark the operation as deprecated until then.',
})
