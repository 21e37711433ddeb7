import { contractRule } from '../wsdl-diff/contract-rule.ts'

export default contractRule({
  title: 'SOAP response widened',
  areas: ['response'],
  fix: 'Keep what is there as it is; add new elements with minOccurs="0" at the end.',
})
