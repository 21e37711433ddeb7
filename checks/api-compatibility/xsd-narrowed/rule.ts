import { contractRule } from '../wsdl-diff/contract-rule.ts'

export default contractRule({
  title: 'XML Schema narrowed',
  areas: ['narrowed'],
  fix: 'Add new elements with minOccurs="0" and new attributes without use="required", and keep accepting what was accepted.',
})
