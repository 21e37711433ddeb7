import { asyncRule } from '../asyncapi/async-rule.ts'

export default asyncRule({
  title: 'Server removed or changed',
  kinds: ['server-changed'],
  fix: 'Keep the old server running and described until every partner connects to the new one.',
})
