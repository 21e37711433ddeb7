import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Response type widened',
  kinds: ['response-type-widened'],
  fix: 'Keep the type, and put the new form into a property with a new name.',
})
