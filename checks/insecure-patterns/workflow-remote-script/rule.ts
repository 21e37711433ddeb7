import { z } from 'zod'
import { defineRule } from '../../../src/model/index.ts'
import { linesWith, type Mistake, mistakesIn } from '../workflows/mistakes.ts'
import { ACTIONS, scriptsOf, type Workflow, WORKFLOWS } from '../workflows/workflow.ts'

/** A download that is run as it comes. */
const REMOTE =
  /\b(?:curl|wget)\b[^|;&]*\|\s*(?:sudo\s+(?:-\w+\s+)*)?(?:env\s+\S+\s+)?(?:(?:ba|z|da|k)?sh|python3?|node|perl|ruby|pwsh|php)\b|\b(?:ba|z)?sh\b[^|;&]*<\(\s*(?:curl|wget)\b|\b(?:eval|source|\.)\s+["']?(?:\$\(|<\(|`)\s*(?:curl|wget)\b|\b(?:ba|z)?sh\s+-c\s+["']?\$\(\s*(?:curl|wget)\b|\b(?:iex|Invoke-Expression)\b.*\b(?:iwr|irm|Invoke-WebRequest|Invoke-RestMethod|DownloadString)\b|\b(?:iwr|irm|Invoke-WebRequest|DownloadString)\b.*\|\s*(?:iex|Invoke-Expression)\b/i
/** What was downloaded in a variable and is evaluated. */
const KEPT = /\b(\w+)=["']?(?:\$\(|`)\s*(?:curl|wget)\b/

export default defineRule({
  title: 'Workflow that runs a script as it comes from the network',
  level: 'note',
  confidence: 'medium',
  status: 'stable',
  module: 9,
  cwe: [494, 78],
  files: [...WORKFLOWS, ...ACTIONS],
  options: z.strictObject({}),
  check: (context) => mistakesIn(context, remote),
})

function* remote({ source, steps }: Workflow): Generator<Mistake> {
  for (const step of steps) {
    for (const { value } of scriptsOf(step)) {
      for (const { start, end, text } of linesWith(source, value, REMOTE)) yield say(start, end, text)
      const name = KEPT.exec(value.text)?.[1]
      if (name === undefined) continue
      for (const { start, end, text } of linesWith(source, value, /\beval\b|\b(?:ba)?sh\s+-c\b/))
        if (text.includes(`$${name}`) || text.includes(`\${${name}}`)) yield say(start, end, text)
    }
  }
}

const say = (start: number, end: number, text: string): Mistake => ({
  at: { start, end },
  words: text,
  message:
    'A script is run as it comes from the network: who controls the address runs commands here, with the token and the secrets.',
  fix: 'Download a version by its number, compare its checksum, then run it; or use an action by its commit.',
})
