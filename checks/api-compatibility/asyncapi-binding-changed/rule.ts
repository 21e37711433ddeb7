import { asyncRule } from '../asyncapi/async-rule.ts'

export default asyncRule({
  title: 'Protocol binding changed',
  kinds: ['binding-changed'],
  fix: 'Keep what the protocol was told, or offer a second channel with the new binding.',
})
