import { z } from 'zod'
import { defineRule } from '../../../src/model/index.ts'
import { checkoutOf, EVENTS } from '../workflows/checkout.ts'
import { type Mistake, mistakesIn } from '../workflows/mistakes.ts'
import { type Workflow, WORKFLOWS } from '../workflows/workflow.ts'

export default defineRule({
  title: 'Code of a fork checked out with secrets near',
  level: 'note',
  confidence: 'low',
  status: 'preview',
  module: 9,
  cwe: [829, 913],
  files: WORKFLOWS,
  options: z.strictObject({}),
  check: (context) => mistakesIn(context, checkouts),
})

/** Whoever may start it, and whatever is done with it. */
function* checkouts({ events, steps }: Workflow): Generator<Mistake> {
  const event = EVENTS.find((one) => events.has(one))
  if (event === undefined) return
  for (const step of steps) {
    const entry = checkoutOf(step)
    if (!entry) continue
    yield {
      at: step.node,
      words: `${event} ${step.job?.name ?? ''}`,
      message: `\`${event}\` runs with this repository's secrets, and this step puts code of a pull request there.`,
      fix: 'Check out the base, or do it in a workflow that `pull_request` starts, without secrets. What is checked out must never run here.',
    }
  }
}
