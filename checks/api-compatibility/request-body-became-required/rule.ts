import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Request body became required',
  kinds: ['request-body-became-required'],
  fix: 'Leave `required` out and treat a missing body as you did before.',
})
