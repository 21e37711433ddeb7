import { avroRule } from '../avro/avro-rule.ts'

export default avroRule({
  title: 'Avro logical type changed',
  level: 'warning',
  kinds: ['logical-type-changed'],
  fix: 'Add a field with the new logical type and a default.',
})
