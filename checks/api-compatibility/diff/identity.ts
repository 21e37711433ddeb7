import type { Description } from '../../../src/parse/openapi/description.ts'
import { descend, isMapping, type Mapping, type SpecNode } from '../../../src/parse/openapi/node.ts'

/** What two places that references lead to have in common; undefined until all they lean on is known. */
interface Target {
  same: boolean | undefined
  neededBy: Target[]
}

/** Two references at the same place of two trees. */
type References = [base: SpecNode, head: SpecNode][]

/** Keywords that hold schemas by name: every name counts, whatever it is called. */
const BY_NAME = new Set(['properties', 'patternProperties', 'dependentSchemas', 'definitions', '$defs'])

/** Keywords that hold plain data: no key in it is a keyword. */
const DATA = new Set(['enum', 'const', 'default'])

/** Keywords for readers, of which no comparison takes notice. */
const ANNOTATIONS = new Set(['description', 'title', 'summary', 'example', 'examples', 'externalDocs'])

const DYNAMIC = ['$dynamicRef', '$recursiveRef']

/**
 * Tells in one walk that two schemas, and all they refer to, say the same. From one version of a large
 * description to the next most schemas do, and need no comparison. `false` only means: compare them.
 */
export class Identity {
  readonly #base: Description
  readonly #head: Description
  readonly #targets = new Map<unknown, Map<unknown, Target>>()

  constructor(base: Description, head: Description) {
    this.#base = base
    this.#head = head
  }

  same(base: readonly SpecNode[], head: readonly SpecNode[]): boolean {
    // The same words mean something else in another version of the standard.
    if (this.#base.dialect !== this.#head.dialect || base.length !== head.length) return false
    return base.every((before, index) => {
      const after = head[index]
      const references: References = []
      if (!after || !this.#alike(before, after, references)) return false
      return references.every(([from, to]) => this.#sameTarget(from, to))
    })
  }

  /** Whether two trees are alike, references taken as words; collects the references. */
  #alike(base: SpecNode, head: SpecNode, references: References): boolean {
    const steps: (string | number)[] = []
    const inside = (key: string | number, before: unknown, after: unknown, walk: Walk): boolean => {
      steps.push(key)
      const alike = walk(before, after)
      steps.pop()
      return alike
    }
    const data: Walk = (before, after) => alikeValues(before, after, inside, data)
    const named: Walk = (before, after) => alikeValues(before, after, inside, schema)
    const schema: Walk = (before, after) => {
      if (!isMapping(before) || !isMapping(after)) return alikeValues(before, after, inside, schema)
      // Made of several places: their references are relative to the files of those.
      if (this.#base.origins.has(before) || this.#head.origins.has(after)) return false
      if (DYNAMIC.some((key) => Object.hasOwn(before, key))) return false
      if (typeof before['$ref'] === 'string') {
        references.push([descend(base, ...steps) ?? base, descend(head, ...steps) ?? head])
      }
      const keys = keywordsOf(before)
      if (keys.length !== keywordsOf(after).length) return false
      return keys.every((key) => {
        if (!Object.hasOwn(after, key)) return false
        return inside(key, before[key], after[key], BY_NAME.has(key) ? named : DATA.has(key) ? data : schema)
      })
    }
    return schema(base.value, head.value)
  }

  #sameTarget(base: SpecNode, head: SpecNode): boolean {
    const opened: Target[] = []
    const open: { target: Target; references: References }[] = []
    const find = (from: SpecNode, to: SpecNode): Target | undefined => {
      const before = this.#base.follow(from)
      const after = this.#head.follow(to)
      // Only mappings have an identity to know them by.
      if (!before || !after || !isMapping(before.value) || !isMapping(after.value)) return undefined
      const known = this.#targets.get(before.value) ?? new Map<unknown, Target>()
      this.#targets.set(before.value, known)
      let target = known.get(after.value)
      if (target) return target
      target = { same: undefined, neededBy: [] }
      known.set(after.value, target)
      opened.push(target)
      const references: References = []
      if (this.#alike(before, after, references)) open.push({ target, references })
      else target.same = false
      return target
    }
    const asked = find(base, head)
    for (let at = open.pop(); at; at = open.pop()) {
      for (const [from, to] of at.references) {
        const needed = find(from, to)
        if (!needed || needed.same === false) at.target.same = false
        else if (needed.same === undefined) needed.neededBy.push(at.target)
      }
    }
    const different = opened.filter(({ same }) => same === false)
    for (let at = different.pop(); at; at = different.pop()) {
      for (const target of at.neededBy) {
        if (target.same === false) continue
        target.same = false
        different.push(target)
      }
    }
    // What nothing speaks against is the same, circles included.
    for (const target of opened) target.same ??= true
    return asked?.same ?? false
  }
}

type Walk = (before: unknown, after: unknown) => boolean

function keywordsOf(schema: Mapping): string[] {
  return Object.keys(schema).filter((key) => !ANNOTATIONS.has(key))
}

function alikeValues(
  before: unknown,
  after: unknown,
  inside: (key: string | number, before: unknown, after: unknown, walk: Walk) => boolean,
  walk: Walk,
): boolean {
  if (Array.isArray(before)) {
    if (!Array.isArray(after) || before.length !== after.length) return false
    return before.every((item: unknown, index) => inside(index, item, after[index], walk))
  }
  if (!isMapping(before) || !isMapping(after)) return Object.is(before, after)
  const keys = Object.keys(before)
  if (keys.length !== Object.keys(after).length) return false
  return keys.every((key) => Object.hasOwn(after, key) && inside(key, before[key], after[key], walk))
}
