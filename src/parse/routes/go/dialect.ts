import type { FrameworkId } from '../route.ts'

/** What tells one Go framework's routers from another's. */
export interface Dialect {
  id: FrameworkId
  /** Import paths, without the major version at the end. */
  packages: RegExp
  /** Package functions that make a router, and whether it answers by itself whatever happens. */
  makers: readonly string[]
  kind: 'application' | 'top'
  /** Types of a parameter that is handed a router, without package and pointer. */
  types: readonly string[]
}
