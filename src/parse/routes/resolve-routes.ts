import type { FileRoutes, RouterRef } from './file-routes.ts'
import type { Locate } from './framework.ts'
import { below, EMPTY, templates, UNKNOWN, type PathText } from './path-text.ts'
import type { Route } from './route.ts'

const MAX_HOPS = 10
const MAX_DEPTH = 20
/** Prefixes under which one router is mounted: beyond, it is taken for unknown. */
const MAX_PREFIXES = 20

/** Puts the prefixes of the routers, over all files, before the routes. */
export function resolveRoutes(files: ReadonlyMap<string, FileRoutes>, locate: Locate): Route[] {
  const parents = new Map<string, { parent: string; prefix: PathText }[]>()
  const keyOf = (path: string, name: string): string => `${path}\n${name}`
  const follow = (path: string, ref: RouterRef, hops = 0): string[] => {
    if (hops > MAX_HOPS) return []
    if (ref.from === undefined) {
      const file = files.get(path)
      if (file?.routers.has(ref.name)) return [keyOf(path, ref.name)]
      const meant = file?.names.get(ref.name)
      return meant && (meant.from !== undefined || meant.name !== ref.name)
        ? follow(path, meant, hops + 1)
        : []
    }
    return locate(path, ref.from).flatMap((target) => follow(target, { name: ref.name }, hops + 1))
  }
  for (const [path, { mounts }] of files) {
    for (const { parent, child, prefix } of mounts) {
      const above = follow(path, parent)
      const found = follow(path, child)
      // A method that several types have: which one is called we cannot tell.
      const vague = child.from === '*' && found.length > 1
      for (const key of found) {
        if (vague) {
          parents.set(key, [...(parents.get(key) ?? []), { parent: '', prefix: EMPTY }])
          continue
        }
        const list = parents.get(key) ?? []
        for (const one of above) list.push({ parent: one, prefix })
        // A parent that was not found is one whose prefix is not known.
        if (above.length === 0) list.push({ parent: '', prefix })
        parents.set(key, list)
      }
    }
  }
  const globalPrefix = [...files.values()].find((file) => file.globalPrefix)?.globalPrefix ?? EMPTY
  const known = new Map<string, PathText[]>()
  const prefixesOf = (key: string, depth: number): PathText[] => {
    const done = known.get(key)
    if (done) return done
    const [path = '', name = ''] = key.split('\n')
    const router = files.get(path)?.routers.get(name)
    if (!router || depth > MAX_DEPTH) return [UNKNOWN]
    const own = router.prefix
    if (router.kind === 'application') return [own]
    if (router.kind === 'controller') return [below(globalPrefix, own)]
    if (router.kind === 'top' && !parents.has(key)) return [own]
    // While it is being worked out, a router that is mounted below itself finds nothing known.
    known.set(key, [UNKNOWN])
    const above = parents.get(key) ?? []
    const found = above.flatMap(({ parent, prefix }) =>
      (parent === '' ? [UNKNOWN] : prefixesOf(parent, depth + 1)).map((start) =>
        below(below(start, prefix), own),
      ),
    )
    const starts = [...new Map(found.map((text) => [`${text.complete} ${text.text}`, text])).values()]
    const prefixes = starts.length === 0 || starts.length > MAX_PREFIXES ? [below(UNKNOWN, own)] : starts
    known.set(key, prefixes)
    return prefixes
  }
  const all = [...files.values()].flatMap((file) =>
    file.routes.flatMap(({ router, path: written, ...route }) =>
      prefixesOf(keyOf(file.path, router), 0).flatMap((prefix) => {
        const whole = below(prefix, written)
        return templates(whole.text).map((template) => ({
          ...route,
          template,
          complete: whole.complete,
          path: file.path,
        }))
      }),
    ),
  )
  return distinct(all)
}

/** A route that is reached by two ways of one prefix is one route. */
function distinct(routes: readonly Route[]): Route[] {
  const known = new Map<string, Route>()
  for (const route of routes) {
    const { method, template, path, region } = route
    const key = `${method} ${template} ${path} ${region.startLine} ${region.startColumn ?? 0}`
    if (!known.has(key)) known.set(key, route)
  }
  return [...known.values()]
}
