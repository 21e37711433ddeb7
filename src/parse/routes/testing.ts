import type { Snapshot } from '../../model/index.ts'
import { collectRoutes, RouteFiles } from './collect.ts'

/**
 * The routes of a service given as texts, one line each (`GET /pets/{id} show pets.js:3`): `…` stands before a template
 * whose start is not known, `(hidden)` after one that the code hides.
 */
export async function routesIn(files: Readonly<Record<string, string>>): Promise<string[]> {
  const paths = Object.keys(files)
  const read: Snapshot['read'] = async (path) => ({ kind: 'text', text: files[path] ?? '', oid: path })
  const snapshot: Snapshot = {
    sha: 'memory',
    entries: async () => paths.map((path) => ({ path, kind: 'file', oid: path })),
    list: async () => paths,
    read,
    readMany: async (wanted) =>
      new Map(await Promise.all(wanted.map(async (path) => [path, await read(path)] as const))),
  }
  const { routes, notRead } = await collectRoutes(
    snapshot,
    paths,
    new RouteFiles(),
    new AbortController().signal,
  )
  return [
    ...routes.map(({ method, template, complete, hidden, handler, path, region }) =>
      [
        `${method} ${complete ? '' : '…'}${template}`,
        hidden ? '(hidden)' : '',
        handler ?? '',
        `${path}:${region.startLine}`,
      ]
        .filter((part) => part !== '')
        .join(' '),
    ),
    ...notRead.map((what) => `not read: ${what}`),
  ].toSorted()
}
