import type { FamilyDefinition } from '../../src/model/index.ts'

const family: FamilyDefinition = {
  title: 'Critical-path tests',
  description:
    'Is the critical code that changed reached by a test of this change, and do the tests still test?',
  module: 8,
  maxComments: 5,
}
export default family
