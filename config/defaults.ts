import { resolveConfig } from './resolve.ts'
import type { Config } from './types.ts'

/** What is in force where a repository has no file: the preset `roadmap:recommended`. A new object each time. */
export function defaultConfig(): Config {
  return resolveConfig({ version: 1 }, 'default', () => undefined)
}
