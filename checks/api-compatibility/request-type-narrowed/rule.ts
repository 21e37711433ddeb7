import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Request type narrowed',
  kinds: ['request-type-narrowed'],
  fix: 'Accept the old type beside the new one (`type: [integer, string]`), or add a property with a new name.',
})
