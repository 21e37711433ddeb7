import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Request property removed',
  kinds: ['request-property-removed'],
  fix: 'Keep accepting the property and mark it `deprecated: true`. Remove it when no client sends it any more.',
})
