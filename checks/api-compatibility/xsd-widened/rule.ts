import { contractRule } from '../wsdl-diff/contract-rule.ts'

export default contractRule({
  title: 'XML Schema widened',
  status: 'preview',
  areas: ['widened'],
  fix: 'Have the readers take the new schema before the first document of it is written.',
})
