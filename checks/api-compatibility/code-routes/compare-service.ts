import type { Side } from '../../../src/model/index.ts'
import { anonymous, type Route } from '../../../src/parse/routes/index.ts'
import { segmentsOf, type Described, type DescribedOperation } from './described.ts'
import { describing } from './find-described.ts'
import { KnownRoutes } from './known-routes.ts'

/** A route that the head has and its description does not. */
export interface UndescribedRoute {
  route: Route
  /** Where the code was before: described there still. */
  was?: UnansweredOperation
  description: Described
}

/** An operation that is described and that no code answers any more. */
export interface UnansweredOperation {
  route: Route
  operation: DescribedOperation
  description: Described
}

export interface RouteChanges {
  undescribed: UndescribedRoute[]
  unanswered: UnansweredOperation[]
  notLookedAt: string[]
}

/** Share of the routes at the base that have to be described for one that is not to be worth a word. */
const MIN_DESCRIBED = 0.5
const MIN_ROUTES = 3

export type Sides<T> = Record<Side, T>

/** Compares one service with the descriptions that demonstrably speak of it; what is found goes into `result`. */
export function compareService(
  root: string,
  routes: Sides<Route[]>,
  everywhere: Sides<Route[]>,
  descriptions: Sides<Described[]>,
  result: RouteChanges,
): void {
  const before = describing(descriptions.base, routes.base, root)
  const after = describing(descriptions.head, routes.head.length > 0 ? routes.head : routes.base, root)
  if (before.length === 0 || after.length === 0) return
  const isDescribed = (all: readonly Described[], route: Route): boolean => {
    // One method of an update is enough: Rails declares PUT and PATCH together.
    const other = twin(route)
    const ways = other === undefined ? [route] : [route, { ...route, method: other }]
    return all.some((one) => ways.some((way) => one.of(way).length > 0))
  }
  const wasDescribed = new Set(routes.base.filter((route) => isDescribed(before, route)))
  if (wasDescribed.size < routes.base.length * MIN_DESCRIBED) return
  if (wasDescribed.size < MIN_ROUTES && wasDescribed.size < routes.base.length) return

  const answered = new Set(
    everywhere.head
      .flatMap((route) => after.flatMap((one) => one.of(route)))
      .map(({ operation }) => operation),
  )
  const lost: UnansweredOperation[] = []
  const headPaths = new Set(everywhere.head.map((route) => keyOf(route)))
  for (const route of wasDescribed) {
    if (headPaths.has(keyOf(route))) continue
    for (const description of after) {
      for (const operation of description.of(route)) {
        if (!answered.has(operation.operation)) lost.push({ route, operation, description })
      }
    }
  }
  const known = new KnownRoutes(everywhere.base)
  const explained = new Set<UnansweredOperation>()
  for (const route of routes.head) {
    if (known.has(route) || isDescribed(after, route)) continue
    if (isElsewhere(route, [...wasDescribed], routes.base)) continue
    const siblings = siblingsOf(route, routes.base)
    const share = siblings.filter((one) => wasDescribed.has(one)).length / Math.max(1, siblings.length)
    if (siblings.length > 0 && share < MIN_DESCRIBED) continue
    const was = lost.find((one) => isSame(one.route, route))
    if (was) explained.add(was)
    // What was left out before under another name is left out on purpose.
    else if (routes.base.some((one) => !wasDescribed.has(one) && isSame(one, route))) continue
    const description = closest(after, siblings, root)
    if (description) result.undescribed.push({ route, ...(was && { was }), description })
  }
  for (const one of lost) if (!explained.has(one)) result.unanswered.push(one)
}

/** Whether the same code answers another address. */
function isSame(before: Route, after: Route): boolean {
  return (
    before.path === after.path &&
    before.handler !== undefined &&
    before.handler !== '' &&
    before.handler === after.handler &&
    (before.method === after.method || anonymous(before.template) === anonymous(after.template))
  )
}

function twin({ framework, method }: Route): string | undefined {
  if (framework !== 'rails') return undefined
  return { PUT: 'PATCH', PATCH: 'PUT' }[method]
}

const ENOUGH_ROUTES = 5

/** Share of the described routes that stand below one path, where the API has one. */
const MOST_ROUTES = 0.9

/** Whether a new file answers outside of the one path that the described API stands below: pages, set-up. */
function isElsewhere(route: Route, described: readonly Route[], base: readonly Route[]): boolean {
  if (described.length < ENOUGH_ROUTES || base.some(({ path }) => path === route.path)) return false
  const own = segmentsOf(route.template)[0]
  // Another version of the API is none of its pages.
  if (own === undefined || /^(?:api|v\d.*)$/.test(own)) return false
  const starts = Map.groupBy(described, (one) => segmentsOf(one.template)[0])
  const most = Math.max(...[...starts.values()].map((all) => all.length))
  return !starts.has(own) && most >= described.length * MOST_ROUTES
}

/** Routes below one path that say whether what stands there is described. */
const ENOUGH_SIBLINGS = 3

/** The routes that stand nearest: in the same file (else folder), of those the ones below the same path. */
function siblingsOf(route: Route, base: readonly Route[]): Route[] {
  const folder = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
  const inFile = base.filter(({ path }) => path === route.path)
  const near = inFile.length > 0 ? inFile : base.filter(({ path }) => folder(path) === folder(route.path))
  const segments = segmentsOf(route.template)
  const shared = near.map((one) => ({ one, depth: sharedStart(segments, segmentsOf(one.template)) }))
  for (let depth = segments.length; depth > 0; depth--) {
    const below = shared.filter((sibling) => sibling.depth >= depth)
    if (below.length >= ENOUGH_SIBLINGS) return below.map(({ one }) => one)
  }
  return near
}

function sharedStart(a: readonly string[], b: readonly string[]): number {
  let count = 0
  while (count < a.length && a[count] === b[count]) count++
  return count
}

/** The description that has most of the siblings; of equals, the one nearest to the service. */
function closest(all: readonly Described[], siblings: readonly Route[], root: string): Described | undefined {
  const score = (one: Described): number => siblings.filter((route) => one.of(route).length > 0).length
  const near = ({ description }: Described): number =>
    Number(root !== '' && description.path.startsWith(`${root}/`))
  return [...all].toSorted(
    (a, b) =>
      score(b) - score(a) || near(b) - near(a) || a.description.path.length - b.description.path.length,
  )[0]
}

/** Method and path of a route, with all parameters alike. */
export function keyOf({ method, template, complete }: Route): string {
  return `${method} ${complete ? '' : '…'}${anonymous(template)}`
}
