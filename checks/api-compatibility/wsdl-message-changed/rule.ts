import { contractRule } from '../wsdl-diff/contract-rule.ts'

export default contractRule({
  title: 'SOAP message changed',
  areas: ['message'],
  fix: 'Leave the message as it is and add an operation with the new one.',
})
