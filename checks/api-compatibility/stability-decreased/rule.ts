import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Stability level lowered',
  kinds: ['stability-decreased', 'stability-invalid'],
  fix: 'Keep the level. Deprecate the thing and offer its successor beside it.',
})
