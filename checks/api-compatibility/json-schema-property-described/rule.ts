import { schemaRule } from '../json-schema/schema-rule.ts'

export default schemaRule({
  title: 'Property described that could be anything',
  way: 'narrowed',
  level: 'warning',
  wants: ({ detail }) => detail.startsWith('property '),
  fix: 'Where documents may already hold a property of this name, choose another name or allow any value.',
})
