import { asyncRule } from '../asyncapi/async-rule.ts'

export default asyncRule({
  title: 'Message no longer sent or accepted',
  kinds: ['message-removed'],
  fix: 'Keep the message beside its successor until every partner knows the new one.',
})
