import { z } from 'zod'
import { changesLines, defineRule } from '../../../src/model/index.ts'
import { textAt } from '../../../src/parse/config-tree/index.ts'
import { checkoutOf, EVENTS } from '../workflows/checkout.ts'
import { isGuarded, isStepGuarded } from '../workflows/guard.ts'
import { changedWorkflows, type Step, WORKFLOWS } from '../workflows/workflow.ts'

export default defineRule({
  title: 'Code of a fork run with secrets',
  level: 'error',
  confidence: 'medium',
  status: 'stable',
  module: 9,
  cwe: [829],
  files: WORKFLOWS,
  options: z.strictObject({}),

  async *check(context) {
    for await (const { change, workflow } of changedWorkflows(context)) {
      const event = EVENTS.find((one) => workflow.events.has(one))
      if (event === undefined) continue
      for (const job of workflow.jobs) {
        if (isGuarded(job, workflow)) continue
        for (const step of job.steps) {
          const entry = checkoutOf(step)
          const runs = job.steps.slice(step.index + 1).find((later) => runsCode(later))
          if (!entry || !runs || isStepGuarded(step)) continue
          const region = workflow.source.region(entry.at.start, entry.value.end)
          const used = workflow.source.region(runs.node.start, runs.node.end)
          const isNew = changesLines(change, 'head', region)
          if (!isNew) continue
          yield {
            location: { side: 'head', path: change.path, region },
            relatedLocations: [
              {
                side: 'head',
                path: change.path,
                region: { startLine: used.startLine, endLine: used.startLine },
                message: 'Runs after it',
              },
            ],
            subject: `${event} ${job.name}`,
            message: `\`${event}\` runs with this repository's secrets, and this step puts the pull request's own code there before others run: a fork can read them.`,
            fix: 'Build and test in a workflow that `pull_request` starts, without secrets, and let this one only read its artifacts; or check out the base.',
          }
        }
      }
    }
  },
})

/** What builds, installs or tests what lies there. Reading it (`git diff`, `cat`) runs nothing. */
const RUNS =
  /\b(?:npm|pnpm|yarn|bun)\s+(?:ci\b|i\b|install|run|test|build|exec)|\bnpx\s|\bmake\b|\bmvnw?\b|\bgradlew?\b|\bgo\s+(?:test|run|build|generate)|\bcargo\s+\w|\bpip3?\s+install\s+(?:-e\s+)?\.|\bpytest\b|\btox\b|\bpoetry\s+(?:install|run)|\buv\s+(?:sync|run)|\bbundle\s+(?:install|exec)|\bcomposer\s+install|\bdocker\s+(?:build|compose)|(?:^|[\s;&|])\.\/[\w./-]+|\b(?:ba)?sh\s+[\w./-]+\.sh|\bpython3?\s+[\w./-]+\.py|\bnode\s+[\w./-]+\.[cm]?js|\bdotnet\s+\w/m

function runsCode({ node }: Step): boolean {
  return RUNS.test(textAt(node, 'run') ?? '') || textAt(node, 'uses')?.startsWith('./') === true
}
