import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Parameter written in another way',
  kinds: ['parameter-serialization-changed'],
  fix: 'Accept both spellings on the server and keep the described one, or add a parameter with a new name.',
})
