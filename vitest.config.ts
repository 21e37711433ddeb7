import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Tests of pure code: files share a worker and its loaded modules, which is a fifth of their time. */
const PURE = ['{checks,config,src/model,src/parse,src/report}/**/*.test.ts']
/** Reviews from end to end: files share a worker, its loaded modules, and the processes in which rules run. */
const REVIEWS = ['{test/end-to-end,test/cli,test/golden,src/app}/**/*.test.ts']

export default defineConfig({
  test: {
    globalSetup: ['test/empty-database.ts'],
    // Many tests wait for processes that they start: one more than cores. Two more on two cores ended in time-outs.
    maxWorkers: availableParallelism() + 1,
    exclude: ['fixtures/**', 'node_modules/**', 'dist/**'],
    // When to give up, not how long a test may take: real processes on a busy machine of two cores need patience.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      { extends: true, test: { name: 'reviews', include: REVIEWS, isolate: false } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['{src,test,scripts}/**/*.test.ts'],
          exclude: [...PURE, ...REVIEWS, 'fixtures/**', 'node_modules/**', 'dist/**'],
        },
      },
    ],
  },
})
