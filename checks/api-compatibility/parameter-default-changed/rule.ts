import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Default of a parameter changed',
  confidence: 'medium',
  kinds: ['parameter-default-changed'],
  fix: 'Keep the default. New behaviour belongs behind a new value that clients choose.',
})
