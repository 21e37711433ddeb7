import type { Baseline, SeenBaseline } from '../engine/baseline/index.ts'
import { review, RulePool } from '../engine/index.ts'
import type { Review } from '../model/index.ts'
import { gaps, gapTitle } from '../report/words.ts'
import { configInForce, type SharedOptions } from './config.ts'
import type { Io } from './io.ts'
import { Progress } from './progress.ts'
import { openWhole } from './source.ts'

/** A whole tree as a review sees it. */
export interface Assessed {
  review: Review
  /** How the given baseline met it; an empty one where none was given. */
  seen: SeenBaseline
  /** What was not looked at, by name. */
  gaps: string[]
}

/** Reviews a whole tree by a baseline of the caller's, whatever the tree itself holds. */
export async function assessTree(
  io: Io,
  dir: string,
  options: SharedOptions & { config?: string; now?: Date; baseline?: Baseline },
): Promise<Assessed> {
  const progress = new Progress(io)
  const now = options.now ?? new Date()
  await using own = io.pool ? undefined : new RulePool()
  const pool = io.pool ?? own
  try {
    progress.say('reading the tree')
    const { changeSet, configured, root } = await openWhole(dir, io.cwd, io.signal)
    await using _opened = changeSet
    const { config } = await configInForce(options, { configured, root, now, io })
    let seen: SeenBaseline = { cover: { entries: new Map(), used: new Map() }, stale: [] }
    const answer = await review({
      changeSet,
      config,
      now,
      signal: io.signal,
      ...(pool && { pool }),
      baseline: { baseline: options.baseline ?? { entries: [] }, notices: [], broken: false },
      onBaseline: (met) => (seen = met),
      onProgress: ({ done, total, ruleId }) => progress.say(`${done} of ${total} rules  ${ruleId}`),
    })
    return { review: answer, seen, gaps: gaps(answer).map((gap) => `${gapTitle(gap)}: ${gap.text}`) }
  } finally {
    progress.end()
  }
}
