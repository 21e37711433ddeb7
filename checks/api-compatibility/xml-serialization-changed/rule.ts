import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Value written as XML in another way',
  kinds: ['xml-serialization-changed'],
  fix: 'Keep the element or attribute as it was. Where the new form is needed, offer it under a media type of its own.',
})
