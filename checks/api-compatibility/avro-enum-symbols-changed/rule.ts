import { avroRule } from '../avro/avro-rule.ts'

export default avroRule({
  title: 'Avro enum symbols changed',
  kinds: ['enum-symbols-changed'],
  fix: 'Keep the symbol, and give the enum a `default` before symbols come and go.',
})
