import { avroRule } from '../avro/avro-rule.ts'

export default avroRule({
  title: 'Avro name changed',
  kinds: ['name-changed'],
  fix: 'Keep the name, or put the old full name into `aliases`.',
})
