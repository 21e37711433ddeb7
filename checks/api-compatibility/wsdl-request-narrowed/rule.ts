import { contractRule } from '../wsdl-diff/contract-rule.ts'

export default contractRule({
  title: 'SOAP request narrowed',
  areas: ['request'],
  fix: 'Add new elements with minOccurs="0", and keep accepting what was accepted.',
})
