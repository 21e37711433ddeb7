import { avroRule } from '../avro/avro-rule.ts'

export default avroRule({
  title: 'Avro message changed',
  kinds: ['message-changed'],
  fix: 'Keep the message until nobody calls it, and add another one beside it.',
})
