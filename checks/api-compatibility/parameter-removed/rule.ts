import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Parameter removed',
  level: 'warning',
  kinds: ['parameter-removed'],
  fix: 'Keep the parameter and mark it `deprecated: true` with an `x-sunset` date, then remove it after that day.',
})
