import type { FileFacts, UnitFact } from './facts.ts'
import { JoinedFile, type ResolveModule } from './joined-file.ts'

/** What an exported name stands for: units, and modules as a whole. */
export interface Meaning {
  units: number[]
  modules: string[]
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
  private properties: Set<string> | undefined
  private unnamed: readonly string[] | undefined
  readonly size: number

  constructor(facts: ReadonlyMap<string, FileFacts>, resolve: ResolveModule) {
    this.facts = facts
    this.resolve = resolve
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

  /** Files that no other names: what is loaded by a name that is put together is among them. */
  orphans(): readonly string[] {
    if (this.unnamed) return this.unnamed
    const named = new Set<string>()
    for (const path of this.facts.keys()) {
      const file = this.file(path)
      if (!file) continue
      for (const target of [...file.loads, ...file.paths, ...[...file.lazyLoads.values()].flat()])
        named.add(target)
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
    if (known) return known === NOTHING ? undefined : known
    // A cycle of re-exports finds nothing on its way around.
    this.meanings.set(key, NOTHING)
    const meaning = this.lookUp(path, name)
    if (meaning) this.meanings.set(key, meaning)
    return meaning
  }

  private lookUp(path: string, name: string): Meaning | undefined {
    const file = this.file(path)
    if (!file) return undefined
    const meaning: Meaning = { units: [], modules: [] }
    let found = false
    const add = (more: Meaning | undefined): void => {
      if (!more) return
      found = true
      meaning.units.push(...more.units)
      meaning.modules.push(...more.modules)
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

  /** What a name of a file means inside it. */
  local(file: JoinedFile, name: string): Meaning {
    const meaning: Meaning = { units: [], modules: [] }
    for (const index of file.byName.get(name) ?? []) meaning.units.push(file.first + index)
    for (const { target, imported } of file.importedAs.get(name) ?? []) {
      const more = target === undefined ? undefined : this.imported(target, imported)
      if (!more) continue
      meaning.units.push(...more.units)
      meaning.modules.push(...more.modules)
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
