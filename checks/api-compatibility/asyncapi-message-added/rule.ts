import { asyncRule } from '../asyncapi/async-rule.ts'

export default asyncRule({
  title: 'New message on a known channel',
  kinds: ['message-added'],
  level: 'warning',
  fix: 'Tell receivers to skip messages they do not know before the first one is sent.',
})
