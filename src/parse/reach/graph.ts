import type { FileFacts, UnitFact } from './facts.ts'
import { JoinedFile, push, type ResolveModule } from './joined-file.ts'

/** What an exported name stands for: units, and modules as a whole. */
export interface Meaning {
  units: number[]
  modules: string[]
}

/** Files that are one module to whoever imports them: a package of Go or Java, a namespace. */
export interface PackageFiles {
  files: readonly string[]
  /** Whether whoever imports it runs what its files run when they are loaded. */
  loads: boolean
}

const NOTHING: Meaning = { units: [], modules: [] }

/** All files of a tree joined: units are numbered over all of them. */
export class CallGraph {
  private readonly facts: ReadonlyMap<string, FileFacts>
  readonly resolve: ResolveModule
  private readonly firsts = new Map<string, number>()
  private readonly paths: string[] = []
  private readonly starts: number[] = []
  private readonly joined = new Map<string, JoinedFile>()
  private readonly meanings = new Map<string, Meaning>()
  /** Names that are being looked up, and those that were not found while they were. */
  private readonly unsure = new Set<string>()
  private cuts = 0
  private properties: Set<string> | undefined
  private called: Set<string> | undefined
  private exportedAnywhere: Set<string> | undefined
  private unnamed: readonly string[] | undefined
  private readonly packages: ReadonlyMap<string, PackageFiles>
  private readonly holders = new Map<string, Map<string, string[]>>()
  private heirs: Map<number, number[]> | undefined
  private entrances: [called: string, number: number][] | undefined
  readonly size: number

  /** @param packages names that `resolve` may answer besides files, to their files */
  constructor(
    facts: ReadonlyMap<string, FileFacts>,
    resolve: ResolveModule,
    packages: ReadonlyMap<string, PackageFiles> = new Map(),
  ) {
    this.facts = facts
    this.resolve = resolve
    this.packages = packages
    let size = 0
    for (const [path, { units }] of facts) {
      this.firsts.set(path, size)
      this.paths.push(path)
      this.starts.push(size)
      size += units.length
    }
    this.size = size
  }

  file(path: string): JoinedFile | undefined {
    const known = this.joined.get(path)
    if (known) return known
    const facts = this.facts.get(path)
    if (!facts) return undefined
    const file = new JoinedFile(path, facts, this.firsts.get(path) ?? 0, this.resolve)
    this.joined.set(path, file)
    return file
  }

  /** The files behind what an import means: itself, or those of a package. */
  filesOf(target: string): readonly string[] {
    return this.packages.get(target)?.files ?? [target]
  }

  /** Files that run when an import of `target` is loaded. */
  loadedBy(target: string): readonly string[] {
    const found = this.packages.get(target)
    return found ? (found.loads ? found.files : []) : [target]
  }

  /** Files of a package that export a name. */
  private holdersOf(target: string, name: string): readonly string[] {
    let holders = this.holders.get(target)
    if (!holders) {
      holders = new Map()
      for (const path of this.filesOf(target)) {
        for (const exported of this.exportedNames(path)) push(holders, exported, path)
      }
      this.holders.set(target, holders)
    }
    return holders.get(name) ?? []
  }

  /** Files that declare what a file names without an import. */
  namedInScope(file: JoinedFile): ReadonlySet<string> {
    const named = new Set<string>()
    if (file.scopes.length === 0) return named
    for (const { names, members } of file.facts.units) {
      for (const name of [...names, ...members.map(([object]) => object)]) {
        if (file.byName.has(name) || file.importedAs.has(name) || !this.isExported(name)) continue
        const holders = file.scopes
          .map((scope) => this.holdersOf(scope, name))
          .find(({ length }) => length > 0)
        for (const holder of holders ?? []) named.add(holder)
      }
    }
    // What a class inherits is not among what it speaks.
    for (const { aliveWith } of file.facts.units) {
      for (const name of aliveWith ?? [])
        for (const unit of this.local(file, name).units) named.add(this.at(unit).path)
    }
    named.delete(file.path)
    return named
  }

  /** Names that a file or a package exports. */
  exportedNames(target: string, seen = new Set<string>()): Set<string> {
    const names = new Set<string>()
    if (seen.has(target)) return names
    seen.add(target)
    if (this.packages.has(target)) {
      for (const path of this.filesOf(target))
        for (const name of this.exportedNames(path, seen)) names.add(name)
      return names
    }
    const file = this.file(target)
    for (const name of file?.exports.keys() ?? []) names.add(name)
    for (const { exported, target: from } of file?.reexports ?? []) {
      if (exported !== '*') names.add(exported)
      else if (from !== undefined) for (const name of this.exportedNames(from, seen)) names.add(name)
    }
    return names
  }

  /** Units that are alive where the unit with that number is: classes that implement or extend it. */
  heirsOf(number: number): readonly number[] {
    if (!this.heirs) {
      this.heirs = new Map()
      for (const [path, { units }] of this.facts) {
        for (const [index, { aliveWith }] of units.entries()) {
          const file = aliveWith && this.file(path)
          if (!file) continue
          for (const name of aliveWith)
            for (const ancestor of this.local(file, name).units)
              push(this.heirs, ancestor, file.first + index)
        }
      }
    }
    return this.heirs.get(number) ?? []
  }

  /** What frameworks call, by what they call it. */
  entries(): readonly [called: string, number: number][] {
    if (!this.entrances) {
      this.entrances = []
      for (const [path, { units }] of this.facts) {
        const first = this.firsts.get(path) ?? 0
        for (const [index, { entry }] of units.entries())
          for (const called of entry ?? []) this.entrances.push([called, first + index])
      }
    }
    return this.entrances
  }

  /** Files that no other names: what is loaded by a name that is put together is among them. */
  orphans(): readonly string[] {
    if (this.unnamed) return this.unnamed
    const named = new Set<string>()
    for (const path of this.facts.keys()) {
      const file = this.file(path)
      if (!file) continue
      for (const target of [...file.loads, ...file.paths, ...[...file.lazyLoads.values()].flat()])
        for (const file of this.filesOf(target)) named.add(file)
    }
    this.unnamed = [...this.facts.keys()].filter((path) => !named.has(path))
    return this.unnamed
  }

  /** Whether any code at all speaks a property of that name. */
  isSpoken(property: string): boolean {
    if (!this.properties) {
      this.properties = new Set()
      for (const { units } of this.facts.values()) {
        for (const unit of units) {
          for (const name of unit.properties) this.properties.add(name)
          for (const [, name] of unit.members) this.properties.add(name)
        }
      }
    }
    return this.properties.has(property)
  }

  /** Whether any code speaks a property of that name that may be ours: not of what comes from outside by name. */
  isCalled(property: string): boolean {
    if (!this.called) {
      this.called = new Set()
      for (const [path, { units }] of this.facts) {
        const file = this.file(path)
        for (const { name: own, properties, members } of units) {
          // Handing on to another of its name is no call of it.
          for (const name of properties) if (name !== own) this.called.add(name)
          for (const [object, name] of members)
            if (name !== own && !file?.isFromOutside(object)) this.called.add(name)
        }
      }
    }
    return this.called.has(property)
  }

  /** Every file that was read. */
  files(): IterableIterator<string> {
    return this.facts.keys()
  }

  /** The file and the unit behind a number. */
  at(number: number): { path: string; unit: UnitFact; index: number } {
    let low = 0
    let high = this.starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.starts[middle] ?? 0) <= number) low = middle
      else high = middle - 1
    }
    const path = this.paths[low] ?? ''
    const index = number - (this.starts[low] ?? 0)
    const unit = this.facts.get(path)?.units[index]
    if (!unit) throw new Error(`no unit has the number ${number}`)
    return { path, unit, index }
  }

  /** What `name` means where it is exported by a file; undefined where the file does not export it. */
  exported(path: string, name: string): Meaning | undefined {
    const key = `${path}\0${name}`
    const known = this.meanings.get(key)
    if (known === NOTHING && this.unsure.has(key)) this.cuts++
    if (known) return known === NOTHING ? undefined : known
    // A cycle of re-exports finds nothing on its way around. What found nothing for that reason alone is asked again
    // when it is where the way begins.
    const isFirst = this.unsure.size === 0
    const before = this.cuts
    this.meanings.set(key, NOTHING)
    this.unsure.add(key)
    const meaning = this.lookUp(path, name)
    if (meaning) this.meanings.set(key, meaning)
    if (meaning || this.cuts === before) this.unsure.delete(key)
    if (isFirst) {
      this.unsure.delete(key)
      for (const other of this.unsure) this.meanings.delete(other)
      this.unsure.clear()
    }
    return meaning
  }

  private lookUp(path: string, name: string): Meaning | undefined {
    const file = this.file(path)
    const meaning: Meaning = { units: [], modules: [] }
    let found = false
    const add = (more: Meaning | undefined): void => {
      if (!more) return
      found = true
      meaning.units.push(...more.units)
      meaning.modules.push(...more.modules)
    }
    if (!file) {
      for (const holder of this.holdersOf(path, name)) if (holder !== path) add(this.exported(holder, name))
      return found ? meaning : undefined
    }
    for (const local of file.exports.get(name) ?? []) add(this.local(file, local))
    for (const { exported, imported, target } of file.reexports) {
      if (target === undefined) continue
      if (exported === name) add(this.imported(target, imported))
      else if (exported === '*' && name !== 'default' && name !== '=') add(this.exported(target, name))
    }
    if (!found && name === 'default') add(this.exported(path, '='))
    return found ? meaning : undefined
  }

  /** Whether any file at all exports that name: most names that stand alone are nobody's. */
  private isExported(name: string): boolean {
    if (!this.exportedAnywhere) {
      this.exportedAnywhere = new Set()
      for (const { exports, imports } of this.facts.values()) {
        for (const [exported] of exports) this.exportedAnywhere.add(exported)
        for (const { kind, names } of imports)
          if (kind === 'reexport') for (const [, local] of names) this.exportedAnywhere.add(local)
      }
    }
    return this.exportedAnywhere.has(name)
  }

  /** What a name of a file means inside it. */
  local(file: JoinedFile, name: string): Meaning {
    const meaning: Meaning = { units: [], modules: [] }
    let hasMore = false
    for (const index of file.byName.get(name) ?? []) {
      meaning.units.push(file.first + index)
      hasMore ||= file.facts.units[index]?.partial === true
    }
    for (const { target, imported } of file.importedAs.get(name) ?? []) {
      const more = target === undefined ? undefined : this.imported(target, imported)
      if (!more) continue
      meaning.units.push(...more.units)
      meaning.modules.push(...more.modules)
    }
    if ((meaning.units.length > 0 && !hasMore) || file.importedAs.has(name)) return meaning
    if (file.scopes.length === 0 || !this.isExported(name)) return meaning
    for (const scope of file.scopes) {
      const found = this.exported(scope, name)
      if (!found) continue
      meaning.units.push(...found.units)
      meaning.modules.push(...found.modules)
      if (!hasMore && !found.units.some((unit) => this.at(unit).unit.partial)) break
    }
    return meaning
  }

  imported(target: string, imported: string): Meaning | undefined {
    if (imported === '*' || imported === '=') return { units: [], modules: [target] }
    const found = this.exported(target, imported)
    if (found) return found
    // A name that the module does not write as an export: a property of what it exports as a whole.
    return this.exported(target, '=') ? { units: [], modules: [target] } : undefined
  }
}
