import { z } from 'zod'
import { defineRule } from '../../../src/model/index.ts'
import { contextsOf, readExpression } from '../workflows/expression.ts'
import { type Mistake, mistakesIn } from '../workflows/mistakes.ts'
import { untrustedIn } from '../workflows/untrusted.ts'
import { ACTIONS, expressionsIn, scriptsOf, type Workflow, WORKFLOWS } from '../workflows/workflow.ts'

/** What others hand over: people who start it, callers, steps before, and the event. */
const GIVEN =
  /^(?:inputs|github\.event\.inputs|github\.event\.client_payload)\.|^github\.(?:ref_name|ref|base_ref|actor|triggering_actor|workflow_ref)$|^github\.event\.(?:(?!.*\b(?:number|id|sha|node_id|url|html_url|action|after|before|state|draft|merged|count|default_branch|full_name|name|login)$)[\w.*-]+)$|^(?:steps|needs|jobs)\.[^.]+\.outputs\./

export default defineRule({
  title: 'Script of a workflow with an input pasted in',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 9,
  cwe: [94, 78],
  files: [...WORKFLOWS, ...ACTIONS],
  options: z.strictObject({}),
  check: (context) => mistakesIn(context, pasted),
})

function* pasted({ source, steps }: Workflow): Generator<Mistake> {
  for (const step of steps) {
    for (const { value } of scriptsOf(step)) {
      for (const { text, start, end } of expressionsIn(value, source)) {
        // A stranger's text is a rule of its own.
        const path = contextsOf(readExpression(text)).find((one) => GIVEN.test(one))
        if (path === undefined || untrustedIn(text, step) !== undefined) continue
        yield {
          at: { start, end },
          words: `${path} in ${step.job?.name ?? 'action'}`,
          message: `\`\${{${text}}}\` is pasted into the script before it runs: who hands over \`${path}\` can write commands.`,
          fix: 'Give it to the step as a variable by `env`, and write `"$NAME"` in the script.',
        }
      }
    }
  }
}
