import { z } from 'zod'
import { changesLines, defineRule } from '../../../src/model/index.ts'
import { isGuarded, isStepGuarded } from '../workflows/guard.ts'
import { isPrivileged, untrustedIn } from '../workflows/untrusted.ts'
import { ACTIONS, changedWorkflows, expressionsIn, scriptsOf, WORKFLOWS } from '../workflows/workflow.ts'

export default defineRule({
  title: 'Script of a workflow written by strangers',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 9,
  cwe: [94],
  files: [...WORKFLOWS, ...ACTIONS],
  options: z.strictObject({}),

  async *check(context) {
    for await (const { change, workflow } of changedWorkflows(context)) {
      const { source, events, steps } = workflow
      // An anchor puts one place into several steps.
      const seen = new Set<number>()
      const privileged = workflow.kind === 'action' || isPrivileged(events)
      for (const step of steps) {
        // Whoever may push here may run scripts anyway; after a label a title can still be changed.
        if (!privileged && (isGuarded(step.job, workflow) || isStepGuarded(step))) continue
        for (const { value, language } of scriptsOf(step)) {
          for (const { text, start, end } of expressionsIn(value, source)) {
            const untrusted = untrustedIn(text, step)
            const region = source.region(start, end)
            if (untrusted === undefined || seen.has(start) || !changesLines(change, 'head', region)) continue
            seen.add(start)
            yield {
              location: { side: 'head', path: change.path, region },
              subject: `${untrusted} in ${step.job?.name ?? 'action'}`,
              message: `\`\${{${text}}}\` is pasted into the ${language === 'shell' ? 'shell script' : 'JavaScript'} before it runs: who writes \`${untrusted}\` writes the script.`,
              fix:
                language === 'shell'
                  ? `Give it to the step as a variable (\`env: { ${variableFor(untrusted)}: \${{ ${text.trim()} }} }\`) and write \`"$${variableFor(untrusted)}"\` in the script.`
                  : `Give it to the step as a variable (\`env: { ${variableFor(untrusted)}: \${{ ${text.trim()} }} }\`) and read \`process.env.${variableFor(untrusted)}\`, or \`context.payload\`.`,
              // Without secrets and with a token that only reads, what a fork runs is its own.
              ...(!privileged && { level: 'warning' as const }),
            }
          }
        }
      }
    }
  },
})

/** `github.event.issue.title` → `ISSUE_TITLE` */
function variableFor(path: string): string {
  const words = path.split('.').filter((word) => word !== '*' && word !== 'github' && word !== 'event')
  return words.slice(-2).join('_').replaceAll('-', '_').toUpperCase()
}
