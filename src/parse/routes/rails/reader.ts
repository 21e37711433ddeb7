import type { RouteReader } from '../framework.ts'
import { RailsRoutes } from './read.ts'

/** Ruby on Rails: `config/routes.rb`, engines' routes, and `config/routes/*.rb`. */
export const rails: RouteReader = {
  files: ['**/routes.rb', '**/config/routes/**/*.rb', 'config/routes/**/*.rb'],
  mentions: /\b(?:draw|resources?|namespace|scope|get|post|put|patch|delete|match)\b/,
  read: (path, root) => new RailsRoutes(path, root).read(),
  locator: (paths) => (from, name) => {
    const folder = from.replace(/(?:\.rb|\/[^/]*)$/, '').replace(/\/routes(?:\/.*)?$/, '')
    const end = `config/routes/${name}.rb`
    const matches = paths.filter((path) => path === end || path.endsWith(`/${end}`))
    return matches.filter((path) => path.startsWith(folder)).slice(0, 1)
  },
}
