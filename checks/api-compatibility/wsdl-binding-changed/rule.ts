import { contractRule } from '../wsdl-diff/contract-rule.ts'

export default contractRule({
  title: 'SOAP binding changed',
  areas: ['binding'],
  fix: 'Keep the binding, and offer the new one beside it with a port of its own.',
})
