import { z } from 'zod'
import { changesLines, defineRule } from '../../../src/model/index.ts'
import { entryOf } from '../../../src/parse/config-tree/index.ts'
import { changedWorkflows, WORKFLOWS } from '../workflows/workflow.ts'

export default defineRule({
  title: 'Workflow with every permission',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 9,
  cwe: [250],
  files: WORKFLOWS,
  options: z.strictObject({}),

  async *check(context) {
    for await (const { change, workflow } of changedWorkflows(context)) {
      const places = [{ name: 'workflow', node: workflow.root }, ...workflow.jobs]
      for (const { name, node } of places) {
        const entry = entryOf(node, 'permissions')
        if (entry?.value.kind !== 'scalar' || entry.value.text !== 'write-all') continue
        const region = workflow.source.region(entry.at.start, entry.value.end)
        if (!changesLines(change, 'head', region)) continue
        yield {
          location: { side: 'head', path: change.path, region },
          subject: `write-all ${name}`,
          message:
            '`permissions: write-all` gives the token of every step, and every action it runs, the right to push, release and approve.',
          fix: 'Begin with `permissions: { contents: read }` and add by name what a job needs.',
        }
      }
    }
  },
})
