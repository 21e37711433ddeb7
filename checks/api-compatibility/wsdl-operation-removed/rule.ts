import { contractRule } from '../wsdl-diff/contract-rule.ts'

export default contractRule({
  title: 'SOAP operation removed',
  areas: ['operation'],
  fix: 'Keep the old one beside the new one, and say in its documentation what takes its place.',
})
