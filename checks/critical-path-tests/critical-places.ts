import type { CriticalPath, Region, RuleContext } from '../../src/model/index.ts'
import { matcher } from '../../src/model/index.ts'
import { codeOwners } from '../../src/parse/codeowners/codeowners.ts'
import { collectRoutes, RouteFiles, type Route } from '../../src/parse/routes/index.ts'

/** Something in a file, by its name: a function, or what stands outside of them. */
export interface Place {
  path: string
  name: string
  /** With what it belongs to: `Ledger.post`. */
  shown: string
  region: Region
}

/** Where critical paths lie, however the configuration names them. */
export interface CriticalPlaces {
  /** The first critical path that a whole file belongs to, by glob or by owner. */
  ofFile(path: string): CriticalPath | undefined
  /** The first critical path that a function belongs to: by its file, its name, or the route that it answers. */
  of(place: Place): CriticalPath | undefined
  /** Whether functions may be critical in files that are not. */
  readonly bySymbol: boolean
}

interface Known {
  critical: CriticalPath
  isFile: (path: string) => boolean
  isPlace: (place: Place) => boolean
}

/** Resolved once a review: CODEOWNERS of the base, routes of the head. */
export function criticalPlaces(context: RuleContext): Promise<CriticalPlaces> {
  return context.shared('critical-places', async () => {
    const ownersOf = await owners(context)
    const routes = await routesOf(context)
    const known = context.criticalPaths.map((critical): Known => {
      const byGlob = matcher(critical.globs)
      const named = new Set((critical.owners ?? []).map((owner) => owner.toLowerCase()))
      const isNamed = wildcards(critical.symbols ?? [])
      const handlers = handlersOf(critical.routes ?? [], routes)
      return {
        critical,
        isFile: (path) => byGlob(path) || ownersOf(path).some((owner) => named.has(owner.toLowerCase())),
        isPlace: (place) =>
          (place.name !== '' && (isNamed(place.name) || isNamed(place.shown))) ||
          handlers.some((route) => answers(route, place)),
      }
    })
    return {
      ofFile: (path) => known.find(({ isFile }) => isFile(path))?.critical,
      of: (place) => known.find(({ isFile, isPlace }) => isFile(place.path) || isPlace(place))?.critical,
      bySymbol: context.criticalPaths.some(({ symbols, routes: some }) => symbols ?? some),
    }
  })
}

async function owners(context: RuleContext): Promise<(path: string) => readonly string[]> {
  const nobody = (): readonly string[] => []
  const names = context.criticalPaths.flatMap(({ name, owners: some }) => (some ? [name] : []))
  if (names.length === 0) return nobody
  // Of the base: a pull request does not take code out of its owners' hands.
  const found = await codeOwners(context.changeSet.base)
  if (found?.kind === 'read') return (path) => found.owners.ownersOf(path)
  const which = `critical path${names.length === 1 ? '' : 's'} ${names.join(', ')} by owner`
  context.incomplete(`${which}: ${found ? found.why : 'the repository has no CODEOWNERS'}`)
  return nobody
}

async function routesOf(context: RuleContext): Promise<readonly Route[]> {
  if (!context.criticalPaths.some(({ routes }) => routes)) return []
  const { head } = context.changeSet
  const paths = (await head.entries()).flatMap(({ kind, path }) => (kind === 'file' ? [path] : []))
  const { routes, notRead } = await collectRoutes(head, paths, new RouteFiles(), context.signal)
  for (const what of notRead) context.incomplete(`critical paths by route: ${what}`)
  return routes
}

/** `POST /payments/**`, or an address alone for every method. */
function handlersOf(patterns: readonly string[], routes: readonly Route[]): Route[] {
  const wanted = patterns.map((pattern) => {
    const [, method, address = ''] = /^(?:([A-Za-z]+)\s+)?(\S+)$/.exec(pattern.trim()) ?? []
    // A parameter is any word: `/payments/{id}` is `/payments/*`.
    return { method: method?.toUpperCase(), matches: matcher(address.replaceAll(/\{[^{}]*\}/g, '*')) }
  })
  return routes.filter((route) =>
    wanted.some(
      ({ method, matches }) =>
        (method === undefined || route.method === 'ANY' || route.method === method) &&
        matches(route.template.replaceAll(/[{}*]/g, '')),
    ),
  )
}

/** A function answers a route that is declared on it, in it, or in its name. */
function answers({ path, region, handler }: Route, place: Place): boolean {
  const isHere = path === place.path
  const { startLine, endLine } = place.region
  if (isHere && place.name !== '' && startLine <= region.startLine && region.startLine <= endLine) return true
  if (handler === undefined || place.name === '') return false
  const words = handler.split(/[.#]/)
  const isNamed = words.at(-1) === place.name
  // Elsewhere one word is too little to go by.
  return isNamed && (isHere || (words.length > 1 && sameHolder(words.at(-2) ?? '', place.shown)))
}

function sameHolder(word: string, shown: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/controller|handler|_/g, '')
  const [holder = ''] = shown.split('.')
  return plain(word) !== '' && plain(word) === plain(holder)
}

/** Names with `*` for any letters. */
function wildcards(patterns: readonly string[]): (name: string) => boolean {
  const matches = patterns.map((pattern) => matcher(pattern))
  return (name) => matches.some((one) => one(name))
}
