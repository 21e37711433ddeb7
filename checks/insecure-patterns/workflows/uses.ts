import { z } from 'zod'
import { changesLines, matcher, type Report, type RuleContext } from '../../../src/model/index.ts'
import { entryOf } from '../../../src/parse/config-tree/index.ts'
import { changedWorkflows } from './workflow.ts'

const PINNED = /@[0-9a-f]{40}(?:[0-9a-f]{24})?$/i
/** Names under which a branch, and not a release, is meant. */
const BRANCH = /@(?:main|master|develop|dev|trunk|latest|HEAD)$/

export const usesOptions = z.strictObject({
  trusted: z
    .array(z.string())
    .default(['actions/**', 'github/**'])
    .describe('Globs over `owner/repository` that are believed; your own organisation belongs here.'),
})

/** Actions and workflows of others that are used by a branch, or by a tag. */
export async function* movableUses(
  context: RuleContext<z.output<typeof usesOptions>>,
  what: 'a branch' | 'a tag',
): AsyncGenerator<Report> {
  for await (const { change, workflow } of changedWorkflows(context)) {
    const isTrusted = matcher(context.optionsFor(change.path).trusted)
    const jobs = workflow.jobs.map(({ node }) => node)
    for (const node of [...jobs, ...workflow.steps.map((step) => step.node)]) {
      const entry = entryOf(node, 'uses')
      if (entry?.value.kind !== 'scalar') continue
      const { text: uses, end } = entry.value
      if (/^(?:\.|docker:)/.test(uses) || PINNED.test(uses) || !uses.includes('@')) continue
      if (BRANCH.test(uses) !== (what === 'a branch')) continue
      if (isTrusted(uses.slice(0, uses.indexOf('@')))) continue
      const region = workflow.source.region(entry.at.start, end)
      if (!changesLines(change, 'head', region)) continue
      yield {
        location: { side: 'head', path: change.path, region },
        subject: uses,
        message: `\`${uses}\` is ${what}: who can move it runs code in this workflow, with its token and secrets.`,
        fix: 'Name the commit (40 digits), with the release behind it in a comment; Dependabot and Renovate keep both up to date.',
      }
    }
  }
}
