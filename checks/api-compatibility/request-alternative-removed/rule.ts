import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Request alternative removed',
  kinds: ['request-alternative-removed'],
  fix: 'Keep accepting the branch, marked `deprecated: true`.',
})
