import type { SourceTree } from '../source-tree.ts'
import { Description, type ReadTree, type UnreadPart } from '../openapi/description.ts'
import { referredPaths } from '../openapi/references.ts'
import { asyncVersionOf } from './detect.ts'

/** An AsyncAPI document: its root file and every file it refers to. References are those of OpenAPI. */
export interface AsyncDescription extends Description {
  readonly version: 2 | 3
}

export type LoadedAsync =
  | { kind: 'description'; description: AsyncDescription; unread: UnreadPart[] }
  | { kind: 'unreadable'; unread: UnreadPart[] }
  | { kind: 'no-description' }

const MAX_FILES = 3000

/** Loads a document and the closure of the files it refers to. A part that cannot be read is in `unread`. */
export async function loadAsyncApi(path: string, read: ReadTree): Promise<LoadedAsync> {
  const root = await read(path)
  if ('why' in root) return { kind: 'unreadable', unread: [root] }
  const unread = problemsOf(root)
  if (root.value === undefined) return { kind: 'unreadable', unread }
  const version = asyncVersionOf(root.value)
  if (!version) return { kind: 'no-description' }
  const files = new Map([[path, root]])
  const asked = new Set([path])
  let round = referredPaths(root)
  while (round.length > 0 && asked.size + round.length <= MAX_FILES) {
    const next: string[] = []
    for (const part of round) asked.add(part)
    for (const found of await Promise.all(round.map((part) => read(part)))) {
      unread.push(...('why' in found ? [found] : problemsOf(found)))
      if ('why' in found || found.value === undefined) continue
      files.set(found.path, found)
      next.push(...referredPaths(found))
    }
    round = [...new Set(next)].filter((part) => !asked.has(part))
  }
  if (round.length > 0) unread.push({ path, why: `refers to more than ${MAX_FILES} files` })
  const missing = new Set([...asked].filter((part) => !files.has(part)))
  // Schemas are a superset of draft-07, where keywords beside a reference do not count: as in OpenAPI 3.0.
  const description = new Description(root, 'openapi-3.0', files, missing)
  return { kind: 'description', description: Object.assign(description, { version }), unread }
}

function problemsOf(tree: SourceTree): UnreadPart[] {
  return tree.problems.map(({ message, region }) => ({
    path: tree.path,
    why: message,
    ...(region && { region }),
  }))
}
