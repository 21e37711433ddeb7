import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Response constraint loosened',
  confidence: 'medium',
  kinds: ['response-constraint-loosened'],
  fix: 'Keep the promise, or give clients notice before longer or larger values are sent.',
})
