import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Request body removed',
  kinds: ['request-body-removed'],
  fix: 'Keep the body, as optional, and mark the operation `deprecated: true`; offer the new form under a new operation.',
})
