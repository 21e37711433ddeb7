import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Other credentials required',
  kinds: ['security-tightened'],
  fix: 'Accept the old way beside the new one (a second entry under `security`) until clients have moved.',
})
