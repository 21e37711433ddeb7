import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Media type removed',
  kinds: ['request-media-type-removed', 'response-media-type-removed'],
  fix: 'Keep the media type and add the new one beside it; content negotiation lets each client choose.',
})
