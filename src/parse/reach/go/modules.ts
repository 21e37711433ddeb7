/** Where the modules of a tree lie: paths of packages to folders. */
export interface GoModules {
  /** @returns a folder, empty for the root; undefined for packages from outside */
  folderOf(importPath: string): string | undefined
}

/**
 * Reads `go.mod` and `go.work`. A module of this tree is taken for the one that others of this tree import, whether or not
 * they say so in a `replace`.
 * @param manifests path to text
 * @param folders those that hold code
 */
export function goModules(manifests: ReadonlyMap<string, string>, folders: ReadonlySet<string>): GoModules {
  const modules = new Map<string, string>()
  let isGuessed = true
  for (const [path, text] of manifests) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
    const name = /^\s*module\s+"?([^\s"]+)/m.exec(text)?.[1]
    // The standard library's packages are imported without it.
    if (name !== undefined && name !== 'std') modules.set(name, folder)
    if (name === 'std') for (const top of topFolders(folder, folders)) modules.set(top.name, top.folder)
    if (name !== undefined) isGuessed = false
  }
  for (const [path, text] of manifests) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
    for (const [, name = '', to = ''] of text.matchAll(
      /^\s*(?:replace\s+)?([^\s"(]+)(?:\s+v\S+)?\s+=>\s+"?(\.{1,2}(?:\/[^\s"]*)?)/gm,
    )) {
      const target = joined(folder, to)
      if (target !== undefined && !modules.has(name)) modules.set(name, target)
    }
  }
  return {
    folderOf: (importPath) => {
      for (
        let prefix = importPath;
        prefix !== '';
        prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf('/')))
      ) {
        const folder = modules.get(prefix)
        if (folder === undefined) continue
        const rest = importPath.slice(prefix.length + 1)
        return [folder, rest].filter((part) => part !== '').join('/')
      }
      return isGuessed ? withoutModule(importPath, folders) : undefined
    },
  }
}

function topFolders(root: string, folders: ReadonlySet<string>): { name: string; folder: string }[] {
  const prefix = root === '' ? '' : `${root}/`
  const names = new Set(
    [...folders]
      .filter((folder) => folder.startsWith(prefix))
      .map((folder) => folder.slice(prefix.length).split('/')[0] ?? ''),
  )
  return [...names].filter((name) => name !== '').map((name) => ({ name, folder: `${prefix}${name}` }))
}

/** Trees from before modules lay in a folder named like the place that they came from: host, owner, repository. */
function withoutModule(importPath: string, folders: ReadonlySet<string>): string | undefined {
  const parts = importPath.split('/')
  if (!parts[0]?.includes('.')) return undefined
  for (const length of [3, 2]) {
    const folder = parts.slice(length).join('/')
    if (parts.length >= length && folders.has(folder)) return folder
  }
  return undefined
}

/** A path from a folder, or undefined where it leads out of the tree. */
export function joined(folder: string, path: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.length === 0) return undefined
      parts.pop()
    } else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}
