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
    const found = new Map<string, readonly string[]>()
    const packageAt = (module: string): readonly string[] => {
      // `example.com/stock/internal/levels` is the folder that ends most like it: where a module begins is not asked.
      const lengths = [...folders.keys()].map((folder) => ({ folder, length: sharedEnd(folder, module) }))
      const best = Math.max(0, ...lengths.map(({ length }) => length))
      if (best === 0) return []
      return lengths.flatMap(({ folder, length }) => (length === best ? (folders.get(folder) ?? []) : []))
    }
    return (from, module) => {
      if (module === '*') return paths
      if (module === '') return folders.get(from.split('/').slice(0, -1).join('/')) ?? []
      const known = found.get(module) ?? packageAt(module)
      found.set(module, known)
      return known
    }
  },
}

/** How many folders two paths have in common at their end. */
function sharedEnd(a: string, b: string): number {
  const [left, right] = [a.split('/').toReversed(), b.split('/').toReversed()]
  let count = 0
  while (count < left.length && left[count] === right[count]) count++
  return count
}
