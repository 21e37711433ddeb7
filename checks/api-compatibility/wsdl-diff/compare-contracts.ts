import type { ChangeSet, Side } from '../../../src/model/index.ts'
import { pathOn } from '../../../src/model/index.ts'
import type { SyntaxProblem } from '../../../src/parse/source-tree.ts'
import { isWsdl, readWsdl } from '../../../src/parse/wsdl/read-wsdl.ts'
import type { Closure, DocumentReference } from '../../../src/parse/xsd/closure.ts'
import { SchemaSet } from '../../../src/parse/xsd/schema-set.ts'
import { valueAt } from '../../../src/parse/xml/element.ts'
import { Collector, type ContractChange } from './collector.ts'
import { compareSchemaSets } from './compare-schemas.ts'
import { compareWsdl } from './compare-wsdl.ts'
import { Documents } from './documents.ts'
import { findContracts, rootsOf } from './find-contracts.ts'

export interface UnreadableContract extends SyntaxProblem {
  side: Side
  path: string
}

export interface ContractComparisons {
  changes: ContractChange[]
  unreadable: UnreadableContract[]
  /** References of the head to files that are not there, and that were there or not referred to before. */
  dead: { reference: DocumentReference; why: string }[]
  /** What was not compared, in words. */
  notLookedAt: string[]
}

/** Finds the WSDLs and schemas a change concerns, pairs their versions and compares them. */
export async function compareContracts(
  changeSet: ChangeSet,
  specs: readonly string[],
): Promise<ContractComparisons> {
  const documents = {
    base: new Documents('base', changeSet.base),
    head: new Documents('head', changeSet.head),
  }
  const found = await findContracts(changeSet, documents.base, documents.head, specs)
  const result: ContractComparisons = {
    changes: [],
    unreadable: [],
    dead: [],
    notLookedAt: [...found.notLookedAt],
  }
  const collector = new Collector()
  for (const side of ['base', 'head'] as const) {
    for (const path of [...found[side]].toSorted()) {
      const parsed = await documents[side].read(path)
      if (parsed.kind === 'broken') result.unreadable.push({ side, path, ...parsed.problem })
      if (parsed.kind === 'unread' && parsed.why !== 'does not exist')
        result.unreadable.push({ side, path, message: parsed.why })
    }
  }
  const fresh = new Set(found.head)
  const lost: Closure[] = []
  const after = (path: string): string | undefined => {
    const change = changeSet.changes.find((candidate) => pathOn(candidate, 'base') === path)
    return change ? pathOn(change, 'head') : path
  }
  const pairs: [Closure, Closure][] = []
  for (const path of await rootsOf(found.base, documents.base)) {
    const base = await documents.base.closure(path)
    if (!base) continue
    const partner = after(path)
    const head = partner === undefined ? undefined : await documents.head.closure(partner)
    if (head && isWsdl(base.root) === isWsdl(head.root)) {
      for (const part of head.files.keys()) fresh.delete(part)
      pairs.push([base, head])
      // One that is there and cannot be read is named above, and is not gone.
    } else if (partner === undefined || head) lost.push(base)
  }
  const added = await Promise.all([...fresh].toSorted().map((path) => documents.head.closure(path)))
  const candidates = added.filter((closure) => closure !== undefined)
  for (const base of lost) {
    const head = closest(base, candidates)
    if (head) pairs.push([base, head])
    else if (!(await standsElsewhere(base, documents.head, found.head)))
      collector.add(gone(base), isWsdl(base.root) ? 'operation' : 'narrowed', 'error')
  }
  const elsewhere = await declaredIn(found.head, documents.head)
  const judged = new Set(
    pairs.flatMap(([base, head]) => (isWsdl(base.root) ? [...base.files.keys(), ...head.files.keys()] : [])),
  )
  for (const [base, head] of pairs) {
    const [before, after] = [base, head].map((closure) =>
      isWsdl(closure.root) ? readWsdl(closure) : undefined,
    )
    const sets = {
      base: before?.schemas ?? new SchemaSet([base.root], base.files),
      head: after?.schemas ?? new SchemaSet([head.root], head.files),
    }
    const undecided =
      before && after
        ? compareWsdl(before, after, collector)
        : compareSchemaSets(
            sets.base,
            sets.head,
            { isElsewhere: (key) => elsewhere.has(key), isJudged: (path) => judged.has(path) },
            collector,
          )
    for (const what of undecided)
      result.notLookedAt.push(`${head.path}: ${what} is too large to be compared as a whole`)
    nameDead(result, base, head)
    nameOutside(result, head, sets)
  }
  result.changes.push(...collector.changes)
  return result
}

/** A contract that is gone as a whole. */
function gone({ path, root }: Closure): Parameters<Collector['add']>[0] {
  const what = isWsdl(root) ? 'WSDL' : 'schema'
  return { kind: 'contract removed', side: 'base', node: root, words: `The ${what} ${path} is removed` }
}

/** Global names of a document: what it is recognised by under another path. */
function namesOf({ root, files }: Closure): Set<string> {
  const set = new SchemaSet([root], files)
  const own = root.children.flatMap((child) => {
    const name = valueAt(child, 'name')
    return name === undefined ? [] : [`${child.local} ${name}`]
  })
  return new Set([...own, ...set.components.element.keys(), ...set.components.type.keys()])
}

/** The new document that is the old one under another path: most of its names are there. */
function closest(base: Closure, candidates: readonly Closure[]): Closure | undefined {
  const names = namesOf(base)
  const scored = candidates
    .filter((head) => isWsdl(head.root) === isWsdl(base.root))
    .map((head) => ({ head, score: share(names, namesOf(head)) }))
    .filter(({ score }) => score >= 0.5)
    .toSorted((a, b) => b.score - a.score)
  return scored[0]?.head
}

function share(names: ReadonlySet<string>, others: ReadonlySet<string>): number {
  if (names.size === 0) return 0
  return [...names].filter((name) => others.has(name)).length / names.size
}

/** Documents of the head that are asked whether they say what a removed one said. */
const MAX_TWINS = 500

/** Whether the head still says it in another document: it was a copy, or was merged into one that changed. */
async function standsElsewhere(
  base: Closure,
  head: Documents,
  touched: ReadonlySet<string>,
): Promise<boolean> {
  const names = namesOf(base)
  const all = await head.snapshot.list(['**/*.{wsdl,xsd,WSDL,XSD}'])
  for (const path of [...touched, ...all.slice(0, MAX_TWINS)]) {
    const closure = await head.closure(path)
    if (closure && share(names, namesOf(closure)) >= 1) return true
  }
  return false
}

/** Names declared in any touched schema of the head: moved there, they are not removed. */
async function declaredIn(paths: ReadonlySet<string>, head: Documents): Promise<Set<string>> {
  const keys = new Set<string>()
  for (const path of paths) {
    const closure = await head.closure(path)
    if (!closure) continue
    const { components } = new SchemaSet([closure.root], closure.files)
    for (const kind of ['element', 'type', 'group', 'attributeGroup', 'attribute'] as const)
      for (const key of components[kind].keys()) keys.add(key)
  }
  return keys
}

function nameDead(result: ContractComparisons, base: Closure, head: Closure): void {
  const key = ({ reference }: Closure['dead'][number]): string =>
    `${reference.element.local} ${reference.path ?? reference.location}`
  const known = new Set(base.dead.map(key))
  for (const dead of head.dead) {
    // What stands on another host is never fetched; whether it is needed shows in the names nobody declares.
    if (known.has(key(dead)) || dead.reference.path === undefined) continue
    if (result.dead.some(({ reference }) => reference.element === dead.reference.element)) continue
    result.dead.push(dead)
  }
  for (const [side, closure] of [
    ['base', base],
    ['head', head],
  ] as const) {
    for (const { path, problem } of closure.broken) {
      if (result.unreadable.some((one) => one.side === side && one.path === path)) continue
      result.unreadable.push({ side, path, ...problem })
    }
  }
}

/** Names a schema of another host where the change uses a name that only it can declare. */
function nameOutside(
  result: ContractComparisons,
  head: Closure,
  sets: { base: SchemaSet; head: SchemaSet },
): void {
  const fresh = [...sets.head.unknown].filter((key) => !sets.base.unknown.has(key))
  for (const { reference } of head.dead) {
    if (reference.path !== undefined) continue
    const namespace =
      valueAt(reference.element, 'namespace') ?? valueAt(reference.element.parent, 'targetNamespace')
    const key = fresh.find((name) => name.startsWith(`{${namespace ?? ''}}`))
    if (key === undefined) continue
    const what = `${head.path}: ${reference.location} is not in the repository, so ${key} is not known`
    if (!result.notLookedAt.includes(what)) result.notLookedAt.push(what)
  }
}
