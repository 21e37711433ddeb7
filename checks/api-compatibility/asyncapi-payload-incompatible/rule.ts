import { asyncRule } from '../asyncapi/async-rule.ts'

export default asyncRule({
  title: 'Payload or headers of a message incompatible',
  kinds: ['payload-incompatible'],
  fix: 'Expand first: add the new beside the old, move every partner, and only then take the old away.',
})
