import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'API operation removed',
  kinds: ['operation-removed', 'webhook-removed', 'callback-removed'],
  fix: 'Keep the operation and mark it `deprecated: true` with an `x-sunset` date. Remove it after that day, when telemetry shows no more calls.',
})
