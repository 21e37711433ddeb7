import { schemaRule } from '../json-schema/schema-rule.ts'

export default schemaRule({
  title: 'Property described that could be anything',
  way: 'narrowed',
  level: 'warning',
  // True each time, and hardly ever what anybody minds: on SchemaStore's history two of them a commit.
  status: 'preview',
  wants: ({ detail, level }) => level !== 'error' && detail.startsWith('property '),
  fix: 'Where documents may already hold a property of this name, choose another name or allow any value.',
})
