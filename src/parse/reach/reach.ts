import type { CallGraph, Meaning } from './graph.ts'
import type { JoinedFile } from './joined-file.ts'
import { push } from './joined-file.ts'

/** Objects of the language whose methods are not ours. */
const GLOBALS = new Set(
  'Object Array JSON Math Number String Boolean Symbol Promise Reflect Date console process Buffer globalThis window document BigInt RegExp Error Intl URL performance'.split(
    ' ',
  ),
)

export interface ReachFrom {
  /** Files of which everything runs: tests. Of those that say which of their units are tests, these run. */
  tests: Iterable<string>
  /** Of some of these files, the only units that run. */
  only?: ReadonlyMap<string, readonly number[]>
  /** Files that are only loaded: set-up files of the runner. */
  loaded?: Iterable<string>
  /** A file that is replaced by a mock, and is reached by none of `tests` whatever they import. */
  without?: string
  /** Files of bases that tests replace by mocks: what they hold of those is no heir. */
  sealed?: ReadonlySet<string>
}

/** What the given tests reach, as numbers of units, each with what it was reached by. */
export interface Reached {
  has(number: number): boolean
  /** Whether a file is loaded at all. */
  loads(path: string): boolean
  /** Numbers from a root to the unit, both included. */
  way(number: number): number[]
}

/**
 * Follows names from tests: a function is reached where code that is reached speaks its name, bound as the language
 * binds it; a member, where its name is spoken behind a dot while what holds it is alive. It errs to the side of
 * reaching: what a test may run, it reaches.
 */
export function reach(graph: CallGraph, from: ReachFrom): Reached {
  const walk = new Walk(graph, from.without, from.sealed)
  for (const path of from.loaded ?? []) walk.load(path, -1)
  for (const path of from.tests) walk.test(path, from.only?.get(path))
  walk.run()
  return walk
}

class Walk implements Reached {
  private readonly graph: CallGraph
  private readonly without: string | undefined
  private readonly sealed: ReadonlySet<string> | undefined
  /** What each unit was reached by, plus two; 0 is not reached, 1 a root. */
  private readonly by: Int32Array
  private readonly queue: number[] = []
  private readonly spoken = new Set<string>()
  private readonly waiting = new Map<string, number[]>()
  private readonly opened = new Set<string>()
  private readonly waitingExports = new Map<string, string[]>()
  /** Reached because what inherits from them runs their code: nobody holds one that may be another heir. */
  private readonly asBase = new Set<number>()

  constructor(graph: CallGraph, without: string | undefined, sealed: ReadonlySet<string> | undefined) {
    this.graph = graph
    this.without = without
    this.sealed = sealed
    this.by = new Int32Array(graph.size)
    for (const [called, number] of graph.entries()) push(this.waiting, called, number)
  }

  has(number: number): boolean {
    return (this.by[number] ?? 0) > 0
  }

  loads(path: string): boolean {
    const file = this.graph.file(path)
    return file !== undefined && this.has(file.first)
  }

  way(number: number): number[] {
    const way: number[] = []
    for (let at = number; at >= 0 && way.length < 1000; at = (this.by[at] ?? 0) - 2) way.unshift(at)
    return way
  }

  test(path: string, only?: readonly number[]): void {
    const file = this.graph.file(path)
    if (!file || path === this.without) return
    // Tests that stand beside the code load its file like any other that uses it.
    if (only ?? file.facts.testUnits) this.reach(file.first, -1)
    for (const index of only ?? file.facts.testUnits ?? file.facts.units.keys())
      this.reach(file.first + index, -1)
  }

  load(path: string, by: number): void {
    for (const loaded of this.graph.loadedBy(path)) {
      const file = this.graph.file(loaded)
      if (file && loaded !== this.without) this.reach(file.first, by)
    }
  }

  run(): void {
    for (let next = this.queue.pop(); next !== undefined; next = this.queue.pop()) this.follow(next)
  }

  private reach(number: number, by: number): void {
    if (this.has(number)) {
      if (this.asBase.delete(number)) this.reachHeirs(number)
      return
    }
    this.by[number] = by + 2
    this.queue.push(number)
  }

  private reachHeirs(number: number): void {
    if (this.sealed?.has(this.graph.at(number).path)) return
    for (const heir of this.graph.heirsOf(number)) this.reach(heir, number)
  }

  private reachBase(number: number, by: number): void {
    if (this.has(number)) return
    this.asBase.add(number)
    this.by[number] = by + 2
    this.queue.push(number)
  }

  private follow(number: number): void {
    const { path, unit, index } = this.graph.at(number)
    const file = this.graph.file(path)
    if (!file || path === this.without) return
    if (index === 0) {
      for (const target of file.loads) this.load(target, number)
      for (const target of file.paths) this.open(target, number)
    }
    if (file.facts.loadsUnnamed.includes(index)) this.openOrphans(path, number)
    for (const target of file.lazyLoads.get(index) ?? []) this.load(target, number)
    for (const name of unit.aliveWith ?? [])
      for (const base of this.graph.local(file, name).units) this.reachBase(base, number)
    if (!this.asBase.has(number)) this.reachHeirs(number)
    // What a framework calls by itself: somebody made the object that it belongs to.
    if (unit.kind === 'member' && unit.entry) this.reach(file.first + unit.parent, number)
    for (const child of file.childrenOf.get(index) ?? []) this.live(file, child, number)
    for (const name of unit.names) this.mean(this.graph.local(file, name), number)
    for (const [object, property] of unit.members) this.memberOf(file, object, property, number)
    for (const property of unit.properties) this.speak(property, number)
  }

  /** A member whose holder is alive. */
  private live(file: JoinedFile, index: number, by: number): void {
    const unit = file.facts.units[index]
    const number = file.first + index
    if (!unit) return
    // An option that only the library reads that is handed it: nobody here would call it by its name.
    const handedOn = unit.inObject && !this.graph.isSpoken(unit.name)
    const { calledFromOutside } = unit
    const fromOutside =
      calledFromOutside !== undefined &&
      (calledFromOutside === true || calledFromOutside.some((name) => file.isFromOutside(name))) &&
      !this.graph.isCalled(unit.name)
    const { implementsOutside } = unit
    const isAskedFor =
      implementsOutside !== undefined &&
      this.graph.local(file, implementsOutside).units.every((unit) => unit === number)
    if (unit.always || handedOn || fromOutside || isAskedFor || this.spoken.has(unit.name))
      this.reach(number, by)
    else push(this.waiting, unit.name, number)
  }

  private mean({ units, modules }: Meaning, by: number): void {
    for (const unit of units) this.reach(unit, by)
    for (const path of modules) this.open(path, by)
  }

  private memberOf(file: JoinedFile, object: string, property: string, by: number): void {
    const imports = file.importedAs.get(object)
    if (!imports && !file.byName.has(object) && !this.isInScope(file, object)) {
      if (!GLOBALS.has(object)) this.speak(property, by)
      return
    }
    if (imports?.every(({ target }) => target === undefined) && !file.byName.has(object)) return
    const { units, modules } = this.graph.local(file, object)
    for (const unit of units) this.reach(unit, by)
    if (units.length > 0 || modules.length === 0) this.speak(property, by)
    for (const path of modules) {
      this.load(path, by)
      const meant = property === '*' ? undefined : this.graph.exported(path, property)
      if (meant) this.mean(meant, by)
      else {
        this.open(path, by)
        this.speak(property, by)
        if (property === '*') this.openAll(path, by)
      }
    }
  }

  /** A module that is handed on as a whole: what it exports is reached by name, like the members of an object. */
  private open(path: string, by: number): void {
    if (path === this.without || this.opened.has(path)) return
    this.opened.add(path)
    this.load(path, by)
    const whole = this.graph.exported(path, '=') ?? this.graph.exported(path, 'default')
    if (whole) this.mean(whole, by)
    for (const name of this.graph.exportedNames(path)) {
      if (this.spoken.has(name)) this.mean(this.graph.exported(path, name) ?? { units: [], modules: [] }, by)
      else push(this.waitingExports, name, path)
    }
  }

  /** What is loaded by a name that is put together lies near the code that does it, and nothing else names it. */
  private openOrphans(path: string, by: number): void {
    const near = path.split('/').slice(0, -2).join('/')
    for (const orphan of this.graph.orphans()) {
      if (
        (near !== '' && !orphan.startsWith(`${near}/`)) ||
        this.graph.file(orphan)?.facts.registersTests === 'loaded'
      )
        continue
      this.open(orphan, by)
      this.openAll(orphan, by)
    }
  }

  private openAll(path: string, by: number): void {
    for (const name of this.graph.exportedNames(path)) {
      const meant = this.graph.exported(path, name)
      if (meant) this.mean(meant, by)
    }
  }

  private isInScope(file: JoinedFile, name: string): boolean {
    return file.scopes.some((scope) => this.graph.exported(scope, name) !== undefined)
  }

  private speak(property: string, by: number): void {
    if (this.spoken.has(property)) return
    this.spoken.add(property)
    for (const number of this.waiting.get(property) ?? []) this.reach(number, by)
    this.waiting.delete(property)
    for (const path of this.waitingExports.get(property) ?? []) {
      const meant = this.graph.exported(path, property)
      if (meant) this.mean(meant, by)
    }
    this.waitingExports.delete(property)
  }
}
