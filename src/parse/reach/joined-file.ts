import type { FileFacts, UnitFact } from './facts.ts'

/** Answers the file or package that a specifier means, or undefined where it is outside of the repository. */
export type ResolveModule = (from: string, specifier: string) => string | undefined

/** What a name of a file means where it comes from an import. */
export interface ImportedName {
  /** Path, or undefined where it is a module from outside. */
  target: string | undefined
  imported: string
}

/** A file with its names looked up and its modules resolved, made when it is first loaded. */
export class JoinedFile {
  readonly path: string
  readonly facts: FileFacts
  /** Number of its first unit over all files. */
  readonly first: number
  readonly byName = new Map<string, number[]>()
  readonly childrenOf = new Map<number, number[]>()
  readonly importedAs = new Map<string, ImportedName[]>()
  readonly exports = new Map<string, string[]>()
  readonly reexports: { exported: string; imported: string; target: string | undefined }[] = []
  /** Modules loaded with the file. */
  readonly loads: string[] = []
  readonly lazyLoads = new Map<number, string[]>()
  /** Code that it names by a path. */
  readonly paths: string[] = []
  /** Where names are looked up that it does not bind. */
  readonly scopes: string[] = []

  constructor(path: string, facts: FileFacts, first: number, resolve: ResolveModule) {
    this.path = path
    this.facts = facts
    this.first = first
    for (const [index, unit] of facts.units.entries()) this.addUnit(index, unit)
    for (const { specifier, kind, unit, names } of facts.imports) {
      const target = resolve(path, specifier)
      if (target !== undefined) {
        if (kind === 'lazy') push(this.lazyLoads, unit, target)
        else this.loads.push(target)
      }
      for (const [imported, local] of names) {
        if (kind === 'reexport') this.reexports.push({ exported: local, imported, target })
        else push(this.importedAs, local, { target, imported })
      }
    }
    for (const [exported, local] of facts.exports) push(this.exports, exported, local)
    for (const specifier of facts.scope ?? []) {
      const target = resolve(path, specifier)
      if (target !== undefined) this.scopes.push(target)
    }
    for (const named of facts.paths) {
      const target = resolve(path, named)
      if (target !== undefined && target !== path) this.paths.push(target)
    }
  }

  /** Whether a name is imported, and not from this repository. */
  isFromOutside(name: string): boolean {
    return this.importedAs.get(name)?.every(({ target }) => target === undefined) ?? false
  }

  private addUnit(index: number, { kind, name, parent, always, implementsOutside }: UnitFact): void {
    if (index === 0) return
    if (kind !== 'member' && name !== '') push(this.byName, name, index)
    if (kind === 'member' || always || implementsOutside !== undefined) push(this.childrenOf, parent, index)
  }
}

export function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
