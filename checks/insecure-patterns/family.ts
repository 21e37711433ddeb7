import type { FamilyDefinition } from '../../src/model/index.ts'
import { fromData } from './engine/definition.ts'

export default {
  title: 'Insecure patterns',
  description:
    'Reports insecure code that a pull request introduces: injection, weak cryptography, secrets, unsafe settings.',
  module: 7,
  fromData,
} satisfies FamilyDefinition
