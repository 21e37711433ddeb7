import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Required request property added',
  kinds: ['required-property-added'],
  fix: 'Add the property as optional, and fill in what is missing on the server.',
})
