import type { Filter } from './filter.ts'

/** It was there when the team began to ask for none: the baseline of the base holds it. */
export const baseline: Filter = ({ fingerprint }, { cover }) => {
  const entry = cover?.entries.get(fingerprint)
  return entry && { because: 'baseline', ...(entry.reason !== undefined && { detail: entry.reason }) }
}
