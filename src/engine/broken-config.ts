import { type Config, CONFIG_PATH } from '../../config/index.ts'
import type { Conclusion, Review } from '../model/index.ts'
import { worst } from './conclude.ts'

/**
 * The review of a change whose own version of the configuration is not valid: nothing in it passes, for once it is merged
 * nothing could be reviewed any more. The base's version decides, as ever, how that is said: advisory never blocks.
 * @param what is not valid, in words.
 */
export function withBrokenConfig(
  review: Review,
  config: Config,
  what = `${CONFIG_PATH} of this change`,
): Review {
  const conclusion: Conclusion = config.mode === 'enforce' ? 'action_required' : 'neutral'
  const families = review.families.map((family) =>
    family.conclusion === 'success'
      ? { ...family, conclusion, summary: `${family.summary}; ${what} is not valid` }
      : family,
  )
  return { ...review, families, conclusion: worst(families.map((family) => family.conclusion)) }
}
