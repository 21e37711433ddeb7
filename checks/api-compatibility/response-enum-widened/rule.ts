import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'New value in a response',
  confidence: 'medium',
  kinds: ['response-enum-widened'],
  fix: 'Send new values only to clients that ask for them, or publish the list as `x-extensible-enum` from the start, which tells clients to expect more.',
})
