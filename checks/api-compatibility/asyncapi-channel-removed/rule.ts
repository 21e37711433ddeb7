import { asyncRule } from '../asyncapi/async-rule.ts'

export default asyncRule({
  title: 'Channel removed or moved',
  kinds: ['channel-removed'],
  fix: 'Keep the channel until nobody uses it: send to both addresses, or receive from both, while partners move.',
})
