import { avroRule } from '../avro/avro-rule.ts'

export default avroRule({
  title: 'Avro field removed',
  level: 'warning',
  kinds: ['field-removed'],
  fix: 'Give the field a default first, let every consumer take that version, and remove it then.',
})
