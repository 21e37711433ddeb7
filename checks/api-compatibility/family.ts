import type { FamilyDefinition } from '../../src/model/index.ts'

export default {
  title: 'API compatibility',
  description: 'Compares the API descriptions before and after a change and reports what breaks clients.',
  module: 5,
} satisfies FamilyDefinition
