import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Response link removed',
  level: 'warning',
  kinds: ['response-link-removed'],
  fix: 'Keep the link as long as its target exists, or name its successor in the release notes.',
})
