import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'API path removed',
  kinds: ['path-removed'],
  fix: 'Keep the path and mark its operations `deprecated: true` with an `x-sunset` date. Remove it after that day, when telemetry shows no more calls.',
})
