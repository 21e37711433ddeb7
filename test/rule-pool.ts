import { RulePool } from '../src/engine/index.ts'

/**
 * The processes in which rules run, for all test files that share a worker: each takes seconds to start. They end with the
 * worker, which they notice by themselves.
 */
export const rulePool = new RulePool({ processes: 2 })
