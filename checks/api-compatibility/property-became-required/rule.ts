import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Request property became required',
  kinds: ['property-became-required'],
  fix: 'Leave it optional and fill in the missing value on the server; write it as the `default`.',
})
