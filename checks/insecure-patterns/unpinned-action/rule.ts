import { z } from 'zod'
import { changesLines, defineRule, matcher } from '../../../src/model/index.ts'
import { entryOf } from '../../../src/parse/config-tree/index.ts'
import { ACTIONS, changedWorkflows, WORKFLOWS } from '../workflows/workflow.ts'

const PINNED = /@[0-9a-f]{40}(?:[0-9a-f]{24})?$/i
/** Names under which a branch, and not a release, is meant. */
const BRANCH = /@(?:main|master|develop|dev|trunk|latest|HEAD)$/

export default defineRule({
  title: 'Action that can change under the workflow',
  level: 'note',
  confidence: 'high',
  status: 'preview',
  module: 9,
  cwe: [829],
  files: [...WORKFLOWS, ...ACTIONS],
  options: z.strictObject({
    trusted: z
      .array(z.string())
      .default(['actions/**', 'github/**'])
      .describe('Globs over `owner/repository` whose tags are believed; your own organisation belongs here.'),
  }),

  async *check(context) {
    for await (const { change, workflow } of changedWorkflows(context)) {
      const isTrusted = matcher(context.optionsFor(change.path).trusted)
      const jobs = workflow.jobs.map(({ node }) => node)
      for (const node of [...jobs, ...workflow.steps.map((step) => step.node)]) {
        const entry = entryOf(node, 'uses')
        if (entry?.value.kind !== 'scalar') continue
        const { text: uses, end } = entry.value
        if (/^(?:\.|docker:)/.test(uses) || PINNED.test(uses) || !uses.includes('@')) continue
        if (isTrusted(uses.slice(0, uses.indexOf('@')))) continue
        const region = workflow.source.region(entry.at.start, end)
        if (!changesLines(change, 'head', region)) continue
        const branch = BRANCH.test(uses)
        yield {
          location: { side: 'head', path: change.path, region },
          subject: uses,
          message: `\`${uses}\` is ${branch ? 'a branch' : 'a tag'}: who can move it runs code in this workflow, with its token and secrets.`,
          fix: 'Name the commit (40 digits), with the release behind it in a comment; Dependabot and Renovate keep both up to date.',
          ...(branch && { level: 'warning' as const }),
        }
      }
    }
  },
})
