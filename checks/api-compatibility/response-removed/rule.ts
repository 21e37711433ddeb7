import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Response status removed',
  kinds: ['response-removed'],
  fix: 'Keep the status and add the new one beside it, or give the new behaviour its own path or version.',
})
