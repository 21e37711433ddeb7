import { child, isMapping, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { canonical } from '../../../src/parse/openapi/keywords.ts'
import { refOf, type SchemaSet } from '../../../src/parse/json-schema/schema-set.ts'
import { ANNOTATIONS } from './facts.ts'

/** Keywords whose value is data, or a list in which the order says nothing. */
const DATA = new Set(['enum', 'const'])
const UNORDERED = new Set(['required', 'type', 'enum'])
/** Keywords whose members are named by the author: none of them is an annotation. */
const NAMED = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  'dependentRequired',
  'dependencies',
])
const MAX_STEPS = 5000

/**
 * Whether two schemas say the same, wherever what they refer to is written; false where it takes too long. `steps`
 * is what it took.
 */
export function isSame(
  one: SpecNode,
  other: SpecNode,
  set: (node: SpecNode) => SchemaSet,
): { same: boolean; steps: number } {
  const asked = new Map<unknown, Set<unknown>>()
  let steps = 0
  const same = (a: SpecNode, b: SpecNode, members: boolean): boolean => {
    if (a.value === b.value) {
      // The same object stands in one file: the same references.
      if (a.tree === b.tree || typeof a.value !== 'object') return true
    }
    if (++steps > MAX_STEPS) return false
    if (Array.isArray(a.value) && Array.isArray(b.value)) {
      const { value } = b
      return (
        a.value.length === value.length &&
        a.value.every((_, index) => {
          const [left, right] = [child(a, index), child(b, index)]
          return left !== undefined && right !== undefined && same(left, right, false)
        })
      )
    }
    if (!isMapping(a.value) || !isMapping(b.value)) return canonical(a.value) === canonical(b.value)
    const known = asked.get(a.value)
    if (known?.has(b.value)) return true
    if (known) known.add(b.value)
    else asked.set(a.value, new Set([b.value]))
    if (!members) {
      const [left, right] = [follow(a, set), follow(b, set)]
      if (left !== a || right !== b)
        return left !== undefined && right !== undefined && same(left, right, false)
    }
    const skipped = (key: string): boolean => !members && ANNOTATIONS.has(key)
    const keys = Object.keys(a.value).filter((key) => !skipped(key))
    const others = Object.keys(b.value).filter((key) => !skipped(key))
    if (keys.length !== others.length) return false
    return keys.every((key) => {
      const [left, right] = [child(a, key), child(b, key)]
      if (!left || !right) return false
      if (!members && UNORDERED.has(key) && Array.isArray(left.value) && Array.isArray(right.value))
        return sorted(left.value) === sorted(right.value)
      if (!members && DATA.has(key)) return canonical(left.value) === canonical(right.value)
      return same(left, right, !members && NAMED.has(key))
    })
  }
  return { same: same(one, other, false), steps }
}

/** Where a mere reference leads; the schema itself where it is none. */
function follow(node: SpecNode, set: (node: SpecNode) => SchemaSet): SpecNode | undefined {
  let at: SpecNode | undefined = node
  for (let hops = 0; at && hops < 50; hops++) {
    const here: SpecNode = at
    if (refOf(here) === undefined) return here
    const alone = Object.keys(here.value as object).every(
      (key) => ANNOTATIONS.has(key) || key === '$ref' || key === '$dynamicRef' || key === '$recursiveRef',
    )
    if (!alone && set(here).countsSiblings(here)) return here
    at = set(here).resolve(here)
  }
  return undefined
}

function sorted(values: readonly unknown[]): string {
  return values
    .map((value) => canonical(value))
    .toSorted()
    .join()
}
