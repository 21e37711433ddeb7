import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Response property became optional',
  kinds: ['response-property-became-optional'],
  fix: 'Keep sending it always. Where there is nothing to send, an agreed empty value is better than a missing property.',
})
