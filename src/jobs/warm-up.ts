import { memoryChangeSet } from '../changeset/index.ts'
import { defaultConfig } from '../../config/index.ts'
import { review, type RulePool } from '../engine/index.ts'

/** One small file of each kind that a family looks at first. */
const SAMPLE = {
  'src/sample.ts': 'export const sample = 1\n',
  'src/sample.py': 'sample = 1\n',
  'openapi.json': '{"openapi":"3.0.0","info":{"title":"sample","version":"1"},"paths":{}}\n',
  'db/migrations/000001_sample.up.sql': 'select 1;\n',
  'db/migrations/000001_sample.down.sql': 'select 1;\n',
}

/** Starts the threads and loads the rules and grammars, so that the first pull request does not wait for them. */
export async function warmUp(pool: RulePool, signal: AbortSignal): Promise<void> {
  await review({
    changeSet: memoryChangeSet({}, SAMPLE),
    config: defaultConfig(),
    now: new Date(),
    pool,
    signal,
  })
}
