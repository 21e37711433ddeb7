import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Response property removed',
  kinds: ['response-property-removed'],
  fix: 'Keep the property and mark it `deprecated: true`; fill it until no client reads it any more. When it has a better name, send both.',
})
