import type { ResolveModule } from '../joined-file.ts'
import { CONFTESTS } from './reader.ts'

/** Finds modules over the paths of a tree: relative ones, those of the repository's own roots, conftest files and commands. */
export function pythonModules(files: ReadonlySet<string>): ResolveModule {
  const roots = rootsOf(files)
  const commands = new Map<string, string>()
  for (const path of files) {
    const name = /(?:^|\/)management\/commands\/(\w+)\.py$/.exec(path)?.[1]
    if (name !== undefined) commands.set(name, path)
  }
  const moduleAt = (folder: string, words: readonly string[]): string | undefined => {
    const path = [folder, ...words].filter(Boolean).join('/')
    const candidates = words.length === 0 ? [`${path}/__init__.py`] : [`${path}.py`, `${path}/__init__.py`]
    return candidates.find((candidate) => files.has(candidate))
  }
  const known = new Map<string, string | undefined>()
  const find = (folder: string, specifier: string): string | undefined => {
    const command = /^command:(\w+)$/.exec(specifier)?.[1]
    if (command !== undefined) return commands.get(command)
    const level = /^conftest:(\d+)$/.exec(specifier)?.[1]
    if (level !== undefined) return conftestAbove(files, folder, Number(level))
    const dots = /^\.*/.exec(specifier)?.[0].length ?? 0
    const words = specifier.slice(dots).split('.').filter(Boolean)
    if (dots > 0) {
      const folders = folder === '' ? [] : folder.split('/')
      if (dots - 1 > folders.length) return undefined
      return moduleAt(folders.slice(0, folders.length - dots + 1).join('/'), words)
    }
    // A script finds what lies beside it; what is started from a folder above, what lies there.
    for (const above of [...roots, ...ancestors(folder)]) {
      const found = moduleAt(above, words)
      if (found !== undefined) return found
    }
    return undefined
  }
  return (from, specifier) => {
    const folder = from.slice(0, Math.max(0, from.lastIndexOf('/')))
    const key = `${folder}\0${specifier}`
    if (!known.has(key)) known.set(key, find(folder, specifier))
    return known.get(key)
  }
}

/** Folders that hold packages and are none: the root first. */
function rootsOf(files: ReadonlySet<string>): string[] {
  const roots = new Set([''])
  for (const path of files) {
    if (!path.endsWith('/__init__.py')) continue
    const folder = path.slice(0, -'/__init__.py'.length)
    const above = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))
    if (!files.has(`${above}/__init__.py`)) roots.add(above)
    if (roots.size > 200) break
  }
  return [...roots].toSorted((a, b) => a.length - b.length)
}

function ancestors(folder: string): string[] {
  const words = folder === '' ? [] : folder.split('/')
  return words.map((_, index) => words.slice(0, words.length - index).join('/'))
}

/** The conftest that many of them up: that of its own folder first. */
function conftestAbove(files: ReadonlySet<string>, folder: string, level: number): string | undefined {
  const all = [...ancestors(folder), ''].flatMap((above) => {
    const path = above === '' ? 'conftest.py' : `${above}/conftest.py`
    return files.has(path) ? [path] : []
  })
  return level < CONFTESTS ? all[level] : undefined
}
