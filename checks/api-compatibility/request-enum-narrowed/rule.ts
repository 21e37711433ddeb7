import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Request value no longer accepted',
  kinds: ['request-enum-narrowed'],
  fix: 'Keep accepting the value and map it to its successor on the server.',
})
