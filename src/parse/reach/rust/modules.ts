/** Where the modules of a tree lie. */
export interface RustModules {
  /** @returns the file, or undefined where the path leads outside */
  resolve(from: string, specifier: string): string | undefined
}

interface ModuleFacts {
  /** Modules that it says are in files of their own. */
  declared: ReadonlySet<string>
  inline: ReadonlySet<string>
  /** Modules that it has under another place's name: `pub use a::b`. */
  borrowed: ReadonlyMap<string, string>
  /** Files of `#[path]`. */
  placed: ReadonlyMap<string, string>
}

/**
 * Follows paths over files: `crate`, `self`, `super`, children in `name.rs` and `name/mod.rs`, other crates of the workspace
 * by their names.
 * @param manifests path to text, of `Cargo.toml`
 */
export function rustModules(
  files: ReadonlyMap<string, ModuleFacts>,
  manifests: ReadonlyMap<string, string>,
): RustModules {
  const crates = new Map<string, string>()
  const roots = new Set<string>()
  for (const [path, text] of manifests) {
    const folder = folderOf(path)
    // Programs and tests that lie where they are said to.
    for (const [, at = ''] of text.matchAll(/^\s*path\s*=\s*["']([^"']+\.rs)["']/gm))
      roots.add(under(folder, at))
    const name = wordOf(text, 'package', 'name')
    if (name === undefined) continue
    const lib = under(folder, wordOf(text, 'lib', 'path') ?? 'src/lib.rs')
    const main = under(folder, 'src/main.rs')
    if (files.has(lib)) {
      crates.set((wordOf(text, 'lib', 'name') ?? name).replaceAll('-', '_'), lib)
      roots.add(lib)
    } else if (files.has(main)) crates.set(name.replaceAll('-', '_'), main)
  }
  const placedIn = new Map(
    [...files].flatMap(([path, { placed }]) => [...placed.values()].map((one) => [one, path])),
  )
  const isRoot = (path: string): boolean => roots.has(path) || /(?:^|\/)(?:lib|main|build)\.rs$/.test(path)
  const child = (from: string, name: string): string | undefined => {
    const placed = files.get(from)?.placed.get(name)
    const beside = folderOf(from)
    const below = from.replace(/\.rs$/, '')
    // Files of these folders are crates, unless a module of the library is called like the folder.
    const isCrate = /(?:^|\/)(?:tests|benches|examples|src\/bin)\/[^/]+\.rs$/.test(from)
    const folders = isRoot(from) || from.endsWith('/mod.rs') ? [beside] : isCrate ? [below, beside] : [below]
    return [
      placed,
      ...folders.flatMap((folder) => [under(folder, `${name}.rs`), under(folder, `${name}/mod.rs`)]),
    ].find((path) => path !== undefined && path !== from && files.has(path))
  }
  const parent = (path: string): string | undefined => {
    const placed = placedIn.get(path)
    if (placed !== undefined) return placed
    if (isRoot(path)) return undefined
    const own = path.endsWith('/mod.rs') ? folderOf(path) : path.replace(/\.rs$/, '')
    const folder = folderOf(own)
    const name = own.slice(own.lastIndexOf('/') + 1)
    const near = [`${folder}.rs`, ...['mod.rs', 'lib.rs', 'main.rs'].map((one) => under(folder, one))]
    return near.find((one) => one !== path && files.get(one)?.declared.has(name) === true)
  }
  const rootOf = (from: string): string => {
    let at = from
    for (let left = 50; left > 0; left--) {
      const next = parent(at)
      if (next === undefined) break
      at = next
    }
    return at
  }
  const walk = (from: string, specifier: string, left: number): string | undefined => {
    if (specifier.startsWith('path:')) {
      const found = under(folderOf(from), specifier.slice(5))
      return files.has(found) ? found : undefined
    }
    const segments = specifier.split('::')
    let at: string | undefined
    let index = 1
    const [first = ''] = segments
    if (first === 'crate') at = rootOf(from)
    else if (first === 'self' || files.get(from)?.inline.has(first)) at = from
    else if (first === 'super') {
      at = parent(from)
      for (; segments[index] === 'super' && at !== undefined; index++) at = parent(at)
    } else at = child(from, first) ?? borrowed(from, first, left) ?? crates.get(first)
    for (; index < segments.length && at !== undefined; index++) {
      const name = segments[index] ?? ''
      if (name === 'self') continue
      const here: string = at
      at = child(here, name) ?? (files.get(here)?.inline.has(name) ? here : borrowed(here, name, left))
    }
    return at
  }
  const borrowed = (from: string, name: string, left: number): string | undefined => {
    const specifier = files.get(from)?.borrowed.get(name)
    return specifier === undefined || left === 0 || specifier === name || specifier.startsWith(`${name}::`)
      ? undefined
      : walk(from, specifier, left - 1)
  }
  const known = new Map<string, string | undefined>()
  return {
    resolve: (from, specifier) => {
      const key = `${from}\0${specifier}`
      if (!known.has(key)) known.set(key, walk(from, specifier, 8))
      return known.get(key)
    },
  }
}

/** A word of a table in `Cargo.toml`: names and paths, which are written in one way. */
function wordOf(text: string, table: string, key: string): string | undefined {
  let inside = ''
  for (const line of text.split('\n')) {
    inside = /^\s*\[+\s*([^\]]+?)\s*\]/.exec(line)?.[1] ?? inside
    const [, name, value] = /^\s*([\w-]+)\s*=\s*["']([^"']*)["']/.exec(line) ?? []
    if (inside === table && name === key) return value
  }
  return undefined
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function under(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}
