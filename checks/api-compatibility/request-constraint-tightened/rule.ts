import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Request constraint tightened',
  kinds: ['request-constraint-tightened'],
  fix: 'Keep the old limit at the edge. Where storage needs a tighter one, check first that no stored value breaks it, then give clients notice.',
})
