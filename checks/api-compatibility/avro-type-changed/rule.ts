import { avroRule } from '../avro/avro-rule.ts'

export default avroRule({
  title: 'Avro type changed',
  kinds: ['type-changed'],
  fix: 'Add a field with the new type and a default, and fill both until nobody reads the old one.',
})
