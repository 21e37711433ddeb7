import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Required parameter added',
  kinds: ['required-parameter-added'],
  fix: 'Make the parameter optional, with a `default` that keeps the old behaviour.',
})
