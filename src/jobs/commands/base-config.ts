import { CONFIG_PATH, type SharedSource } from '../../../config/index.ts'
import { loadConfig } from '../../engine/load-config.ts'
import type { Client, PullRequest } from '../../github/index.ts'
import { codeSpan, escapeMarkdown } from '../../report/escape/index.ts'
import type { ReviewDependencies } from '../dependencies.ts'
import { openSubject } from '../run-review.ts'
import type { CommandContext } from './context.ts'

/** The configuration that reviews of a pull request go by: its base branch's, as it is now. */
export async function baseConfig(
  pull: PullRequest,
  client: Client,
  dependencies: Pick<ReviewDependencies, 'github' | 'dataDir' | 'apiUrl'>,
  shared: SharedSource,
  signal: AbortSignal,
): ReturnType<CommandContext['config']> {
  const subject = { ...pull, labels: [] }
  const target = { kind: 'pull' as const, number: pull.number }
  await using changeSet = await openSubject({ target }, subject, dependencies, client, signal)
  const snapshot = await changeSet.snapshotAt(changeSet.baseTip)
  const loaded = await loadConfig({ snapshot, now: new Date(), shared })
  if (loaded.ok) return loaded
  const [first] = loaded.problems
  return {
    ok: false,
    problem:
      `${codeSpan(CONFIG_PATH)} of ${codeSpan(pull.baseRef)} is not valid, so nothing can be accepted by command: ` +
      `line ${first?.line ?? 1}: ${escapeMarkdown(first?.message ?? '')}.`,
  }
}
