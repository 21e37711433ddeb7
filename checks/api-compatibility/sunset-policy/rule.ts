import { compatibilityRule } from '../compatibility-rule.ts'

export default compatibilityRule({
  title: 'Sunset withdrawn, unreadable or too soon',
  kinds: ['sunset-invalid', 'sunset-deleted', 'sunset-moved-closer', 'sunset-too-soon'],
  fix: 'Write the day as `2027-01-31` (RFC 3339), leave clients time, and only ever move it away.',
})
