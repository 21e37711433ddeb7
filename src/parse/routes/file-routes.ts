import type { Region } from '../../model/index.ts'
import { EMPTY, type PathText } from './path-text.ts'
import type { FrameworkId } from './route.ts'

/** What a name of a file means: something of this file, or a name of another one. */
export interface RouterRef {
  name: string
  /** As the code writes it: a module specifier, a dotted module, a package. Absent: of this file; `*`: of any. */
  from?: string
}

/** What collects routes: an application, a router, a group, a controller, a function that is handed one. */
export interface Router {
  prefix: PathText
  /**
   * An application answers by itself, a top where nothing mounts it, a controller below the service's global prefix;
   * a part has to be mounted for its path to be known.
   */
  kind: 'application' | 'top' | 'controller' | 'part'
}

/** One declaration, its path still relative to its router. */
export interface LocalRoute {
  framework: FrameworkId
  router: string
  method: string
  path: PathText
  hidden: boolean
  handler?: string
  region: Region
}

/** A router that stands below another one. */
export interface Mount {
  parent: RouterRef
  child: RouterRef
  prefix: PathText
  region: Region
}

/** What one file says about routes. Plain data; routers are named within the file. */
export class FileRoutes {
  readonly path: string
  readonly routers = new Map<string, Router>()
  readonly routes: LocalRoute[] = []
  readonly mounts: Mount[] = []
  /** What a name of this file means to another file that asks for it. */
  readonly names = new Map<string, RouterRef>()
  /** A prefix before every controller of the service that this file sets (`setGlobalPrefix`). */
  globalPrefix: PathText | undefined

  constructor(path: string) {
    this.path = path
  }

  router(name: string, prefix: PathText = EMPTY, kind: Router['kind'] = 'part'): string {
    if (!this.routers.has(name)) this.routers.set(name, { prefix, kind })
    return name
  }

  get isEmpty(): boolean {
    return this.routes.length === 0 && this.mounts.length === 0 && this.globalPrefix === undefined
  }
}
