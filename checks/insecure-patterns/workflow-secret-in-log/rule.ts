import { z } from 'zod'
import { defineRule } from '../../../src/model/index.ts'
import { linesWith, type Mistake, mistakesIn } from '../workflows/mistakes.ts'
import { ACTIONS, scriptsOf, type Workflow, WORKFLOWS } from '../workflows/workflow.ts'

const PLACES: readonly { text: RegExp; message: string; fix: string }[] = [
  {
    text: /::add-mask::/,
    message:
      'A value is printed to be masked: what prints commands (a debug log, a step that echoes them) shows it first.',
    fix: 'Keep it in a secret, which is masked before any step runs, or in a file that steps read.',
  },
  {
    text: /\btojson\s*\(\s*secrets\s*\)/i,
    message: 'Every secret is put into one text: what is not exactly one of them is not masked.',
    fix: 'Name the one that is needed.',
  },
  {
    text: /\b(?:echo|printf|cat|Write-Host|Write-Output)\b(?!.*(?:>|\|)).*\$\{\{\s*secrets\./i,
    message: 'A secret is printed: masks only know it as it is, not in another encoding or a part of it.',
    fix: 'Leave it out of the output.',
  },
]

export default defineRule({
  title: 'Secret in the log of a workflow',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 9,
  cwe: [532, 200],
  files: [...WORKFLOWS, ...ACTIONS],
  options: z.strictObject({}),
  check: (context) => mistakesIn(context, printed),
})

function* printed({ source, steps }: Workflow): Generator<Mistake> {
  for (const step of steps)
    for (const { value } of scriptsOf(step))
      for (const { text: expression, message, fix } of PLACES)
        for (const { start, end, text } of linesWith(source, value, expression))
          yield { at: { start, end }, words: text, message, fix }
}
