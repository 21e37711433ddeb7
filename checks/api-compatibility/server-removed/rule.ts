import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Server removed',
  kinds: ['server-removed'],
  fix: 'Keep the old address serving (or redirecting with 308) and describe it beside the new one until clients have moved.',
})
