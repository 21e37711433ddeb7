import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['test/empty-database.ts'],
    include: [
      'src/**/*.test.ts',
      'checks/**/*.test.ts',
      'config/**/*.test.ts',
      'test/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    // Many tests wait for processes that they start. By default there would be a worker less than cores: one on two.
    maxWorkers: Math.max(4, availableParallelism()),
    exclude: ['fixtures/**', 'node_modules/**', 'dist/**'],
    // When to give up, not how long a test may take: real processes on a busy machine of two cores need patience.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
