import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Sunset withdrawn or unreadable',
  kinds: ['sunset-invalid', 'sunset-deleted', 'sunset-moved-closer'],
  fix: 'Write the day as `2027-01-31` (RFC 3339), and only ever move it away.',
})
