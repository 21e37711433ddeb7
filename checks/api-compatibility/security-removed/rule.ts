import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Operation opened to everyone',
  level: 'warning',
  kinds: ['security-removed'],
  fix: 'Put the requirement back. Where the operation is really meant to be public, say so with `security: []` and have it reviewed.',
})
