import type { Ecosystem, Joined } from '../ecosystem.ts'
import type { FileFacts } from '../facts.ts'
import type { PackageFiles } from '../graph.ts'
import { INLINE } from './file.ts'
import { rustModules } from './modules.ts'
import { readRust } from './read.ts'

/** Rust: modules of crates, tests in the files that they test, in `tests/` and in documentation. */
export const rust: Ecosystem = {
  id: 'rust',
  code: ['**/*.rs'],
  ignores: (path) => /(?:^|\/)(?:target|vendor)\//.test(path),
  manifests: ['**/Cargo.toml'],
  isPackage: (path) => path.endsWith('Cargo.toml'),
  read: (_path, text) => readRust(text),
  join,
  isTest: (graph, path) => graph.file(path)?.facts.registersTests === 'loaded',
  saysUnreached: false,
}

function join(facts: ReadonlyMap<string, FileFacts>, manifests: ReadonlyMap<string, string>): Joined {
  const modules = rustModules(
    new Map([...facts].map(([path, one]) => [path, moduleOf(one, path)])),
    manifests,
  )
  // A program and a library of one crate share its modules, and may both be what `crate` means.
  const packages = new Map<string, PackageFiles>()
  const both = new Map<string, string>()
  for (const path of facts.keys()) {
    const main = path.replace(/lib\.rs$/, 'main.rs')
    if (main === path || !facts.has(main)) continue
    packages.set(`rust:${path}`, { files: [path, main], loads: true })
    both.set(path, `rust:${path}`)
  }
  return {
    packages,
    resolve: (from, specifier) => {
      const target = modules.resolve(from, specifier)
      if (target === undefined) return undefined
      // From within the program or the library itself: either.
      return specifier.startsWith('crate') || specifier.startsWith('super')
        ? (both.get(target) ?? target)
        : target
    },
  }
}

function moduleOf(
  { exports, imports }: FileFacts,
  path: string,
): {
  declared: Set<string>
  inline: Set<string>
  borrowed: Map<string, string>
  placed: Map<string, string>
} {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const inline = new Set(
    exports.flatMap(([name]) => (name.endsWith(INLINE) ? [name.slice(0, -INLINE.length)] : [])),
  )
  const declared = new Set<string>()
  const borrowed = new Map<string, string>()
  const placed = new Map<string, string>()
  for (const { kind, specifier, names } of imports) {
    for (const [imported, local] of names) {
      if (imported !== '*' || kind !== 'reexport') continue
      // One that is included has no name; its place is known all the same.
      if (specifier.startsWith('path:'))
        placed.set(local === '*' ? specifier : local, `${folder}${specifier.slice(5)}`)
      else if (specifier !== `self::${local}`) borrowed.set(local, specifier)
      else declared.add(local)
    }
  }
  return { declared, inline, borrowed, placed }
}
