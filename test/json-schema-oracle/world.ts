import { Containment, distinct } from '../../checks/api-compatibility/json-schema/containment.ts'
import type { Reason } from '../../checks/api-compatibility/json-schema/reason.ts'
import { parseJson } from '../../src/parse/json/parse-json.ts'
import { SchemaSet } from '../../src/parse/json-schema/schema-set.ts'

/** Why a document of one schema is none of another; both are given as plain data. */
export async function reasonsOf(inner: unknown, outer: unknown): Promise<Reason[]> {
  const [one, other] = [await load(inner), await load(outer)]
  const world = new Containment(
    new Map([
      [one.root.tree, one.set],
      [other.root.tree, other.set],
    ]),
  )
  return distinct(world.reasons([one.root], [other.root]))
}

async function load(value: unknown) {
  const tree = parseJson('schema.json', JSON.stringify(value))
  const set = new SchemaSet({
    tree: (path) => Promise.resolve(path === tree.path ? tree : { path, why: 'does not exist' }),
    pathsById: () => Promise.resolve(new Map()),
  })
  const root = await set.load(tree.path)
  if (!root) throw new Error('no schema')
  return { root, set }
}
