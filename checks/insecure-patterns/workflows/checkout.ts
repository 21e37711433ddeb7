import { type ConfigEntry, entryOf, textAt, valueAt } from '../../../src/parse/config-tree/index.ts'
import type { Step } from './workflow.ts'

/** Events that run with the repository's secrets on what a fork wrote. */
export const EVENTS = ['pull_request_target', 'workflow_run', 'issue_comment']

/** The commit, branch or repository of a pull request. */
const OF_THE_PULL_REQUEST =
  /github\.head_ref|github\.event\.pull_request\.head\.(?:sha|ref|repo\.full_name|label)|github\.event\.workflow_run\.(?:head_sha|head_branch|head_commit\.id|head_repository\.full_name|head\.\w+|pull_requests\b)|refs\/pull\/\$\{\{/i
const FETCHED = /\bgh\s+pr\s+checkout\b|\bgit\s+fetch\b[^\n]*(?:refs\/pull\/|\bpull\/)[^\n]*head/

/** What of a step puts code of a pull request there. */
export function checkoutOf({ node }: Step): ConfigEntry | undefined {
  if (/^actions\/checkout@/i.test(textAt(node, 'uses') ?? ''))
    return ['ref', 'repository']
      .map((key) => entryOf(valueAt(node, 'with'), key))
      .find((entry) => entry?.value.kind === 'scalar' && OF_THE_PULL_REQUEST.test(entry.value.text))
  const run = entryOf(node, 'run')
  return run?.value.kind === 'scalar' && FETCHED.test(run.value.text) ? run : undefined
}
