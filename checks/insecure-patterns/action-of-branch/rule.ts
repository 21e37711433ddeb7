import { defineRule } from '../../../src/model/index.ts'
import { movableUses, usesOptions } from '../workflows/uses.ts'
import { ACTIONS, WORKFLOWS } from '../workflows/workflow.ts'

export default defineRule({
  title: 'Action of whatever a branch holds',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 9,
  cwe: [829, 1357],
  files: [...WORKFLOWS, ...ACTIONS],
  options: usesOptions,
  check: (context) => movableUses(context, 'a branch'),
})
