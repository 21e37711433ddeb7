import { z } from 'zod'
import { defineRule } from '../../../src/model/index.ts'
import { entryOf, itemsOf, textAt, valueAt } from '../../../src/parse/config-tree/index.ts'
import { type Mistake, mistakesIn } from '../workflows/mistakes.ts'
import { type Workflow, WORKFLOWS } from '../workflows/workflow.ts'

export default defineRule({
  title: 'Workflow that gives more than it needs to',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 9,
  cwe: [250, 668],
  files: WORKFLOWS,
  options: z.strictObject({}),
  check: (context) => mistakesIn(context, wide),
})

function* wide({ root, jobs, events }: Workflow): Generator<Mistake> {
  const isSaid = entryOf(root, 'permissions') !== undefined
  for (const { name, node } of jobs) {
    if (!isSaid && !entryOf(node, 'permissions')) {
      const at = entryOf(valueAt(root, 'jobs'), name)?.at
      if (at)
        yield {
          at,
          words: `permissions ${name}`,
          message: `The token of \`${name}\` has whatever the repository gives by default: nothing here says what it needs.`,
          fix: 'Add `permissions: { contents: read }`, and by name what the job needs beside it.',
        }
    }
    const inherited = entryOf(node, 'secrets')
    if (inherited?.value.kind === 'scalar' && inherited.value.text === 'inherit')
      yield {
        at: { start: inherited.at.start, end: inherited.value.end },
        words: `inherit ${name}`,
        message: `Every secret of the repository goes to \`${textAt(node, 'uses') ?? name}\`.`,
        fix: 'Name the secrets that it needs.',
      }
    const runners = valueAt(node, 'runs-on')
    const labels = itemsOf(runners?.kind === 'map' ? valueAt(runners, 'labels') : runners)
    const isOwn = labels.some((one) => one.kind === 'scalar' && one.text === 'self-hosted')
    if (runners && isOwn && (events.has('pull_request') || events.has('pull_request_target')))
      yield {
        at: { start: runners.start, end: runners.end },
        words: `runner ${name}`,
        message:
          'What a pull request holds runs on a machine of your own: in a public repository a stranger leaves something there for the next job.',
        fix: 'Use runners of GitHub for pull requests, or machines that are thrown away after each job.',
      }
  }
}
