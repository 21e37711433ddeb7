export { withBrokenConfig } from './broken-config.ts'
export { MAX_SHOWN } from './filters/index.ts'
export { type PoolOptions, RulePool } from './pool.ts'
export { type Progress, review, type ReviewRequest } from './review.ts'
