import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Operation renamed',
  level: 'warning',
  kinds: ['operation-id-changed'],
  fix: 'Keep the `operationId`; change its summary or tags instead. Where the name must go, say so in the release notes of the generated clients.',
})
