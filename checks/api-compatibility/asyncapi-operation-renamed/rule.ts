import { asyncRule } from '../asyncapi/async-rule.ts'

export default asyncRule({
  title: 'Event operation renamed',
  kinds: ['operation-renamed'],
  level: 'warning',
  fix: 'Keep the id of the operation: code is generated from it.',
})
