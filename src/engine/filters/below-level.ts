import { atLeast } from '../../model/index.ts'
import type { Filter } from './filter.ts'

/** The configuration asks to hear of worse levels only. */
export const belowLevel: Filter = ({ level }, { config }) =>
  atLeast(level, config.review.minLevel) ? undefined : { because: 'below-level' }
