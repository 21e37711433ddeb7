import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Response alternative added',
  kinds: ['response-alternative-added'],
  fix: 'Send the new form only to clients that ask for it, or under a new version.',
})
