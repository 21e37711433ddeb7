import { z } from 'zod'
import { defineRule } from '../../../src/model/index.ts'
import { entriesOf, mapsIn, valueAt } from '../../../src/parse/config-tree/index.ts'
import { uncheckedIn, uncheckedVariable } from '../shell/unchecked.ts'
import { type Mistake, mistakesIn } from '../workflows/mistakes.ts'
import { ACTIONS, scriptsOf, type Workflow, WORKFLOWS } from '../workflows/workflow.ts'

export default defineRule({
  title: 'Workflow that does not check what it takes in',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 9,
  cwe: [295, 494],
  files: [...WORKFLOWS, ...ACTIONS],
  options: z.strictObject({}),
  check: (context) => mistakesIn(context, unchecked),
})

function* unchecked({ source, root, steps }: Workflow): Generator<Mistake> {
  for (const step of steps) {
    for (const { value, language } of scriptsOf(step)) {
      if (language !== 'shell') continue
      const written = source.text.slice(value.start, value.end)
      for (const { option, what, fix } of uncheckedIn(value.text)) {
        const start = value.start + Math.max(0, written.indexOf(option))
        yield {
          at: { start, end: start + option.length },
          words: `${what} ${option}`,
          message: `${what}: \`${option}\`. Whoever is between puts code into what is built here.`,
          fix,
        }
      }
    }
  }
  for (const map of mapsIn(root)) {
    for (const { key, at, value } of entriesOf(valueAt(map, 'env'))) {
      if (value.kind !== 'scalar' || uncheckedVariable(`${key}=${value.text}`) === undefined) continue
      yield {
        at: { start: at.start, end: value.end },
        words: key,
        message: `\`${key}\` turns a check of what comes from the network off.`,
        fix: 'Leave it out; for a private authority, install its certificate on the runner.',
      }
    }
  }
}
