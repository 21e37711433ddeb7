import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { RateLimits } from './rate-limits.ts'
import type { Permissions } from './state.ts'

export interface StandInOptions {
  /** The first app; what is left out comes from the project's `app.yml`. */
  app?: AppOptions
  /** `false`: no limits. Default: GitHub's. */
  rateLimits?: Partial<RateLimits> | false
  /** Default: a folder under the system's temporary one, removed by `close()`. */
  directory?: string
}

export interface AppOptions {
  name?: string
  /** Account that owns the app; default `acme`. */
  owner?: string
  permissions?: Permissions
  events?: string[]
  webhookUrl?: string
  webhookSecret?: string
}

interface Manifest {
  name?: string
  default_permissions?: Permissions
  default_events?: string[]
}

/** What the project's manifest asks for. */
export function readManifest(): Manifest {
  const file = fileURLToPath(new URL('../../app.yml', import.meta.url))
  return existsSync(file) ? (parse(readFileSync(file, 'utf8')) as Manifest) : {}
}

export const LEAST: Required<Pick<Manifest, 'default_permissions' | 'default_events'>> = {
  default_permissions: {
    actions: 'read',
    checks: 'write',
    contents: 'read',
    merge_queues: 'read',
    metadata: 'read',
    pull_requests: 'write',
  },
  default_events: ['check_run', 'check_suite', 'merge_group', 'pull_request', 'workflow_run'],
}
