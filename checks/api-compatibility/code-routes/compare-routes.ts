import type { FileChange, RuleContext, Side } from '../../../src/model/index.ts'
import { pathOn } from '../../../src/model/index.ts'
import { z } from 'zod'
import {
  collectRoutes,
  readerOf,
  RouteFiles,
  type CollectedRoutes,
  type FileRoutes,
  type Route,
} from '../../../src/parse/routes/index.ts'
import { Trees } from '../trees.ts'
import { compareService, keyOf, type RouteChanges } from './compare-service.ts'
import type { Described } from './described.ts'
import { findDescribed } from './find-described.ts'
import { INTERNAL_ROUTES, internalRoutes } from './internal.ts'
import { Services } from './services.ts'

/** Options of the rules that hold code against its description. */
export const options = z.strictObject({
  /** Globs of the descriptions; empty: found by their content. */
  specs: z.array(z.string()).default([]),
  /** Globs of descriptions that a build writes after the code was merged: nothing is asked of them. */
  'generated-specs': z.array(z.string()).default([]),
  /** Globs over the paths of routes that no description has to have. */
  'internal-routes': z.array(z.string()).default([...INTERNAL_ROUTES]),
})
export type Options = z.output<typeof options>

/** What this change did to routes and left undone in their descriptions, worked out once for both rules. */
export function routeChangesOf(context: RuleContext<Options>): Promise<RouteChanges> {
  return context.shared(`api-compatibility/code-routes ${JSON.stringify(context.options)}`, () =>
    compareRoutes(context),
  )
}

async function compareRoutes(context: RuleContext<Options>): Promise<RouteChanges> {
  const result: RouteChanges = { undescribed: [], unanswered: [], notLookedAt: [] }
  const { base, head, changes } = context.changeSet
  const cache = new RouteFiles()
  const touched: string[] = []
  for (const change of changes) {
    if (await changesRoutes(change, context, cache)) touched.push(pathOn(change, 'head') ?? change.path)
  }
  if (touched.length === 0) return result
  const services = { base: await Services.of(base), head: await Services.of(head) }
  const roots = [
    ...new Set(touched.flatMap((path) => [services.head.rootOf(path), services.base.rootOf(path)])),
  ]
  const collect = async (side: Side): Promise<Map<string, CollectedRoutes>> => {
    const found = new Map<string, CollectedRoutes>()
    for (const root of roots) {
      const paths = services[side].filesOf(root)
      found.set(root, await collectRoutes(context.changeSet[side], paths, cache, context.signal))
    }
    return found
  }
  const before = await collect('base')
  const after = await collect('head')
  const { options: chosen } = context
  const isInternal = internalRoutes(chosen['internal-routes'])
  const find = async (side: Side): Promise<Described[]> => {
    const snapshot = context.changeSet[side]
    const found = await findDescribed(
      snapshot,
      new Trees(side, snapshot),
      chosen.specs,
      chosen['generated-specs'],
    )
    for (const what of found.notRead) result.notLookedAt.push(what)
    return found.descriptions
  }
  const public_ = (side: Map<string, CollectedRoutes>, root: string): Route[] =>
    (side.get(root)?.routes ?? []).filter((route) => !isInternal(route))
  // A description is read only where a route came or went.
  const differs = roots.some((root) => keys(public_(before, root)) !== keys(public_(after, root)))
  if (!differs) return result
  const descriptions = { base: await find('base'), head: await find('head') }
  if (descriptions.base.length === 0 || descriptions.head.length === 0) return result
  for (const { notRead } of [...before.values(), ...after.values()]) result.notLookedAt.push(...notRead)
  const everywhere = {
    base: roots.flatMap((root) => public_(before, root)),
    head: roots.flatMap((root) => public_(after, root)),
  }
  for (const root of roots) {
    const routes = { base: public_(before, root), head: public_(after, root) }
    compareService(root, routes, everywhere, descriptions, result)
  }
  result.notLookedAt = [...new Set(result.notLookedAt)]
  return result
}

function keys(routes: readonly Route[]): string {
  return [...new Set(routes.map((route) => keyOf(route)))].toSorted().join('\n')
}

/** Whether a changed file declares other routes, routers or mounts than before. Regions and handlers do not count. */
async function changesRoutes(
  change: FileChange,
  { changeSet }: RuleContext<Options>,
  cache: RouteFiles,
): Promise<boolean> {
  if (change.unread || readerOf(change.path) === undefined) return false
  const read = async (side: Side): Promise<string> => {
    const path = pathOn(change, side)
    const content = path === undefined ? undefined : await changeSet[side].read(path)
    if (path === undefined || content?.kind !== 'text') return ''
    const found = await cache.read(path, content.text, content.oid)
    return found.kind === 'read' ? summary(found.routes) : ''
  }
  return (await read('base')) !== (await read('head'))
}

function summary({ routes, mounts, routers, globalPrefix }: FileRoutes): string {
  const plain = (name: string): string => name.replaceAll(/@[\d.]+/g, '')
  return JSON.stringify([
    routes.map(({ method, path, router, hidden }) => [method, path, plain(router), hidden]),
    mounts.map(({ parent, child, prefix }) => [plain(parent.name), plain(child.name), child.from, prefix]),
    [...routers].map(([name, { prefix, kind }]) => [plain(name), prefix, kind]),
    globalPrefix,
  ])
}
