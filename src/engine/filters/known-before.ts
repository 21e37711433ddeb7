import type { Filter } from './filter.ts'

/** Another scanner found it in the base, too. */
export const knownBefore: Filter = ({ fingerprint }, { imported }) =>
  imported?.before.has(fingerprint) ? { because: 'baseline', detail: 'found in the base, too' } : undefined
