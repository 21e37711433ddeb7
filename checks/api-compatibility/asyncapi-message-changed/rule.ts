import { asyncRule } from '../asyncapi/async-rule.ts'

export default asyncRule({
  title: 'Message written in another way',
  kinds: ['message-changed'],
  fix: 'Describe a second message in the new form beside the old one, and let partners choose until all have moved.',
})
