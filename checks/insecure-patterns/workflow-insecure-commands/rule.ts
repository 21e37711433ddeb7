import { z } from 'zod'
import { changesLines, defineRule } from '../../../src/model/index.ts'
import { entryOf, mapsIn } from '../../../src/parse/config-tree/index.ts'
import { changedWorkflows, WORKFLOWS } from '../workflows/workflow.ts'

const NAME = 'ACTIONS_ALLOW_UNSECURE_COMMANDS'

export default defineRule({
  title: 'Workflow that takes commands from output',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 9,
  cwe: [94],
  files: WORKFLOWS,
  options: z.strictObject({}),

  async *check(context) {
    for await (const { change, workflow } of changedWorkflows(context)) {
      for (const map of mapsIn(workflow.root)) {
        const entry = entryOf(map, NAME)
        if (entry?.value.kind !== 'scalar' || entry.value.text.toLowerCase() !== 'true') continue
        const region = workflow.source.region(entry.at.start, entry.value.end)
        if (!changesLines(change, 'head', region)) continue
        yield {
          location: { side: 'head', path: change.path, region },
          subject: NAME,
          message: `\`${NAME}\` lets whatever a step prints set variables and the path of the steps after it.`,
          fix: 'Take it out, and write to `$GITHUB_ENV` and `$GITHUB_PATH` instead of printing `::set-env` and `::add-path`.',
        }
      }
    }
  },
})
