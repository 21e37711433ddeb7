import type { FamilyDefinition } from '../../src/model/index.ts'

const family: FamilyDefinition = {
  title: 'Migration rollback',
  description: 'Can every schema migration of this change be rolled back, and is history left alone?',
  module: 4,
}

export default family
