import { schemaRule } from '../json-schema/schema-rule.ts'

export default schemaRule({
  title: 'Documents can be what no reader knows',
  way: 'widened',
  // Right as often as its twin, but it is for those who write documents: whoever does names it.
  status: 'preview',
  wants: () => true,
  fix: 'Teach the readers first, or publish the wider schema under a new `$id` that they can move to.',
})
