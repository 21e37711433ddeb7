import { avroRule } from '../avro/avro-rule.ts'

export default avroRule({
  title: 'Avro required field added',
  kinds: ['required-field-added'],
  fix: 'Give the field a default; for a new name of an old field, use `aliases`.',
})
