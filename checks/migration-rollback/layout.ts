import type { Adapter, Place } from '../../src/parse/migrations/index.ts'
import { compareVersions, normalVersion } from '../../src/parse/migrations/index.ts'

/** The files of one migration, by name alone. */
export interface Files {
  place: Place
  up?: string
  down?: string
}

/** All migration files of a tree, as their names tell. */
export class Layout {
  readonly files = new Map<string, Files>()
  readonly setsWithDowns = new Set<string>()
  /** Paths of ways back that stand under the key of a way up with another name. */
  readonly #adopted = new Map<string, string>()
  /** Keys of the ways up, by set and version. */
  readonly #versions = new Map<string, string[]>()
  /** The newest way up of each set. */
  readonly newest = new Map<string, { version: string; path: string }>()
  /** Sets in which some version stands twice. */
  readonly setsWithDuplicates = new Set<string>()

  constructor(adapter: Adapter, paths: Iterable<string>) {
    for (const path of paths) {
      const place = adapter.place(path)
      if (!place) continue
      const files = this.files.get(place.key) ?? { place }
      if (place.role === 'down') {
        files.down = path
        this.setsWithDowns.add(place.set)
      } else {
        files.up = path
        files.place = place
      }
      this.files.set(place.key, files)
    }
    if (adapter.pairsByVersion) this.#pairByVersion()
    this.#fallBack()
    for (const [key, { place, up }] of this.files) {
      if (up === undefined || place.version === undefined) continue
      const keys = this.#versions.get(versionKey(place)) ?? []
      this.#versions.set(versionKey(place), keys)
      if (keys.push(key) > 1) this.setsWithDuplicates.add(place.set)
      const newest = this.newest.get(place.set)
      if (!newest || compareVersions(place.version, newest.version) > 0) {
        this.newest.set(place.set, { version: place.version, path: up })
      }
    }
  }

  /** Keys of the migrations that have the version of `place` in its set. */
  sameVersion(place: Place): readonly string[] {
    return this.#versions.get(versionKey(place)) ?? []
  }

  keyOf(adapter: Adapter, path: string): string | undefined {
    return this.#adopted.get(path) ?? adapter.place(path)?.key
  }

  /** Gives a way up without a way back that of the migration it may share it with. */
  #fallBack(): void {
    for (const files of this.files.values()) {
      const { place, up, down } = files
      if (up === undefined || down !== undefined || place.fallback === undefined) continue
      const shared = this.files.get(place.fallback)?.down
      if (shared !== undefined) files.down = shared
    }
  }

  /** Gives a way up without a way back the one of its version that has no way up. */
  #pairByVersion(): void {
    const orphans = new Map<string, string>()
    for (const { place, up, down } of this.files.values()) {
      if (up === undefined && down !== undefined) orphans.set(versionKey(place), down)
    }
    for (const [key, files] of this.files) {
      const down =
        files.up !== undefined && files.down === undefined ? orphans.get(versionKey(files.place)) : undefined
      if (down === undefined) continue
      files.down = down
      this.#adopted.set(down, key)
    }
  }
}

function versionKey({ set, version }: Place): string {
  return `${set}\n${normalVersion(version ?? '')}`
}
