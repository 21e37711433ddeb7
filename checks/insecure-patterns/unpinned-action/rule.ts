import { defineRule } from '../../../src/model/index.ts'
import { movableUses, usesOptions } from '../workflows/uses.ts'
import { ACTIONS, WORKFLOWS } from '../workflows/workflow.ts'

export default defineRule({
  title: 'Action that can change under the workflow',
  level: 'note',
  confidence: 'high',
  status: 'preview',
  module: 9,
  cwe: [829, 1357],
  files: [...WORKFLOWS, ...ACTIONS],
  options: usesOptions,
  check: (context) => movableUses(context, 'a tag'),
})
