import type { FrameworkId } from '../route.ts'

/** What tells one JavaScript framework's routers from another's. */
export interface Dialect {
  id: FrameworkId
  /** Packages that make a file one of this framework. */
  packages: RegExp
  /** Called (with or without `new`), it makes an application, which answers by itself. */
  applications: RegExp
  /** … or a router, which has to be mounted. */
  routers: RegExp
  /** Methods that put one router below another: `mount(prefix, router)` or `mount(router, { prefix })`. */
  mounts: readonly string[]
  /** Type annotations of a parameter that is handed a router. */
  types: RegExp
}
