import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Parameter became required',
  kinds: ['parameter-became-required'],
  fix: 'Leave it optional and write the value you would assume as its `default`.',
})
