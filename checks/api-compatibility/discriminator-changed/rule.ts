import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Discriminator changed',
  level: 'warning',
  kinds: ['discriminator-changed'],
  fix: 'Send both properties until all clients read the new one.',
})
