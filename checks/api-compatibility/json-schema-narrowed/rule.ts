import { schemaRule } from '../json-schema/schema-rule.ts'

export default schemaRule({
  title: 'Documents that were valid are refused',
  way: 'narrowed',
  wants: ({ detail, level }) => level === 'error' || !detail.startsWith('property '),
  fix: 'Keep accepting what was valid: make the new property optional, keep the old value beside the new one, or publish the tighter schema under a new `$id`.',
})
