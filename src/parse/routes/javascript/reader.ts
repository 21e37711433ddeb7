import { globsOf } from '../../code/languages.ts'
import { moduleResolver } from '../../modules/resolve.ts'
import type { RouteReader } from '../framework.ts'
import { readNest } from '../nestjs/read.ts'
import { JavaScriptRoutes } from './read.ts'

/** Express, Koa, Hono, Fastify and NestJS. */
export const javascript: RouteReader = {
  files: globsOf(['javascript', 'typescript', 'tsx']),
  mentions:
    /\b(?:express|koa|hono|fastify|Hono|Koa|Fastify\w*|Router|OpenAPIHono)\b|@Controller\(|setGlobalPrefix|(?:[aA]pp|[rR]outer|server|instance)\s{0,40}\.(?:get|post|put|patch|delete|all|use|route|register)\(|(?:require\(|from )["'][^"'\n]{0,200}(?:rout|controller|api)/,
  read(path, root) {
    const file = new JavaScriptRoutes(path, root).read()
    readNest(root, file)
    return file
  },
  locator(paths) {
    const resolve = moduleResolver(new Set(paths), { packages: new Map(), configs: new Map() })
    return (from, module) => {
      const found = resolve(from, module)
      if (found !== undefined) return [found]
      // Aliases of a bundler or compiler (`@/users`, `~/users`, `src/users`): the end of the path says enough.
      const end = /^(?:@|~|src|@app|@src)\/(.+)$/.exec(module)?.[1]
      if (end === undefined) return []
      const matches = paths.filter((path) => path.replace(/(?:\/index)?\.\w+$/, '').endsWith(`/${end}`))
      return matches.length === 1 ? matches : []
    }
  },
}
