import { z } from 'zod'
import { changesLines, defineRule, matcher, pathOn, type Snapshot } from '../../../src/model/index.ts'
import { collectRoutes, type Route, ROUTE_FILES, RouteFiles } from '../../../src/parse/routes/index.ts'
import { TEST_GLOBS } from '../engine/definition.ts'
import { Guards } from './guarded.ts'

export default defineRule({
  title: 'New route without the guard',
  level: 'error',
  confidence: 'medium',
  status: 'preview',
  module: 7,
  cwe: [306, 862],
  files: ROUTE_FILES,
  options: z.strictObject({
    guards: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'Names of what lets nobody through without permission, as the code writes them. None: nothing is asked.',
      ),
    public: z
      .array(z.string())
      .default([])
      .describe(
        'Routes that are open to everybody: a glob of the path, or a method and a glob (`GET /health/**`).',
      ),
    exclude: z
      .array(z.string())
      .default([...TEST_GLOBS])
      .describe('Paths that are not looked at.'),
  }),
  async *check(context) {
    const cache = new RouteFiles()
    for (const change of context.changes) {
      if (context.signal.aborted) return
      if (change.status === 'removed' || change.added.length === 0) continue
      const { guards: names, public: open, exclude } = context.optionsFor(change.path)
      if (names.length === 0 || matcher(exclude)(change.path)) continue
      const { head, base } = context.changeSet
      const now = await routesOf(head, change.path, cache, context.signal)
      for (const what of now.notRead) context.incomplete(what)
      const before = pathOn(change, 'base')
      const old = before === undefined ? [] : (await routesOf(base, before, cache, context.signal)).routes
      const known = new Set(old.map(nameOf))
      const fresh = now.routes.filter(
        (route) =>
          !known.has(nameOf(route)) && changesLines(change, 'head', route.region) && !isOpen(route, open),
      )
      if (fresh.length === 0) continue
      const content = await head.read(change.path)
      if (content.kind === 'unread') continue
      const guards = new Guards(names)
      if (guards.ofFile(content.text, now.routes)) continue
      const unguarded = fresh.filter(
        (route) => !guards.atRoute(content.text, route, nextAfter(route, now.routes)),
      )
      if (unguarded.length === 0 || (await guards.elsewhere(change.path, head))) continue
      for (const route of unguarded)
        yield {
          location: { side: 'head', path: change.path, region: route.region },
          subject: nameOf(route),
          message: `${nameOf(route)} is new, and none of ${names.map((name) => `\`${name}\``).join(', ')} stands before it.`,
          fix: 'Put the guard before it. A route that is meant for everybody belongs in the option `public`.',
        }
    }
  },
})

async function routesOf(
  snapshot: Snapshot,
  path: string,
  cache: RouteFiles,
  signal: AbortSignal,
): Promise<{ routes: Route[]; notRead: string[] }> {
  return collectRoutes(snapshot, [path], cache, signal)
}

const nameOf = ({ method, template }: Route): string => `${method} ${template}`

/** The line on which the next route of the file begins. */
function nextAfter({ region }: Route, routes: readonly Route[]): number {
  const later = routes.flatMap((one) => (one.region.startLine > region.endLine ? [one.region.startLine] : []))
  return Math.min(Number.POSITIVE_INFINITY, ...later)
}

function isOpen({ method, template }: Route, open: readonly string[]): boolean {
  return open.some((one) => {
    const [, of, glob = ''] = /^(?:([A-Z]+)\s+)?\/?(.*)$/.exec(one) ?? []
    return (of === undefined || of === method) && matcher([glob])(template.slice(1))
  })
}
