import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Discriminator changed',
  kinds: ['discriminator-changed'],
  fix: 'Send both properties until all clients read the new one.',
})
