import { asyncRule } from '../asyncapi/async-rule.ts'

export default asyncRule({
  title: 'Event API asks for other credentials',
  kinds: ['security-changed'],
  fix: 'Let partners in both ways until all of them have the new credentials.',
})
