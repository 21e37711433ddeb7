import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Response header removed',
  kinds: ['response-header-removed', 'response-header-became-optional'],
  fix: 'Keep sending the header. When its content moves into the body, offer both until clients have followed.',
})
