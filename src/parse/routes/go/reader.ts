import type { RouteReader } from '../framework.ts'
import { GoRoutes } from './read.ts'

/** Gin, Echo, Fiber, chi, gorilla/mux and net/http. */
export const go: RouteReader = {
  files: ['**/*.go'],
  mentions: /gin-gonic\/gin"|labstack\/echo|gofiber\/fiber|go-chi\/chi|gorilla\/mux"|ServeMux/,
  read: (path, root) => new GoRoutes(path, root).read(),
  locator(paths) {
    const folders = new Map<string, string[]>()
    for (const path of paths) {
      const folder = path.split('/').slice(0, -1).join('/')
      folders.set(folder, [...(folders.get(folder) ?? []), path])
    }
    return (from, module) => {
      if (module === '*') return paths
      if (module === '') return folders.get(from.split('/').slice(0, -1).join('/')) ?? []
      // `github.com/org/name/api/users` of the folder `api/users`: the longest end that is one wins.
      const ends = [...folders.keys()].filter((folder) => module === folder || module.endsWith(`/${folder}`))
      const best = ends.toSorted((a, b) => b.length - a.length)[0]
      return best === undefined ? [] : (folders.get(best) ?? [])
    }
  },
}
