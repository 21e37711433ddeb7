import type { Ecosystem, Joined } from '../ecosystem.ts'
import type { FileFacts } from '../facts.ts'
import type { PackageFiles } from '../graph.ts'
import { push } from '../joined-file.ts'
import { goModules, joined } from './modules.ts'
import { readGo } from './read.ts'

/** Go: the files of a folder are a package, tests lie beside what they test. */
export const go: Ecosystem = {
  id: 'go',
  code: ['**/*.go'],
  // What the tools of the language pass over, and what packages brought.
  ignores: (path) => /(?:^|\/)(?:vendor|testdata|_[^/]*)\//.test(path),
  manifests: ['**/go.mod', '**/go.work'],
  isPackage: (path) => path.endsWith('go.mod'),
  read: (_path, text) => readGo(text),
  join,
  isTest: (graph, path) => isTestFile(path) && graph.file(path)?.facts.registersTests === 'loaded',
  saysUnreached: false,
}

function isTestFile(path: string): boolean {
  return path.endsWith('_test.go')
}

/**
 * Names of packages: `go:folder:name` is what others import, with `#test` the tests of that name beside it, with `#helpers`
 * both the package and test code that is compiled into it; `go:folder#helpers` test code of a folder that holds no tests.
 */
function join(facts: ReadonlyMap<string, FileFacts>, manifests: ReadonlyMap<string, string>): Joined {
  const files = new Map<string, string[]>()
  const importable = new Map<string, Map<string, number>>()
  const programs = new Set<string>()
  for (const [path, { scope, registersTests }] of facts) {
    const folder = folderOf(path)
    const name = nameOf(scope)
    const key = `go:${folder}:${name}`
    if (isTestFile(path)) {
      push(files, `${key}#test`, path)
      if (registersTests === 'loaded') continue
      push(files, `go:${folder}#helpers`, path)
      push(files, `${key}#helpers`, path)
      continue
    }
    push(files, key, path)
    if (name === 'main') programs.add(folder)
    else {
      const names = importable.get(folder) ?? new Map<string, number>()
      importable.set(folder, names.set(name, (names.get(name) ?? 0) + 1))
    }
  }
  for (const [key, list] of files)
    if (key.includes(':', 3) && key.endsWith('#helpers')) list.push(...(files.get(key.slice(0, -8)) ?? []))
  const modules = goModules(manifests, new Set([...facts.keys()].map(folderOf)))
  const packageIn = (folder: string): string | undefined => {
    const [name] = [...(importable.get(folder) ?? [])].toSorted(
      (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1),
    )
    return name ? `go:${folder}:${name[0]}` : undefined
  }
  const program = (folder: string | undefined): string | undefined =>
    folder !== undefined && programs.has(folder) ? `go:${folder}:main` : undefined
  return {
    packages: new Map<string, PackageFiles>(
      [...files].map(([key, list]) => [key, { files: list, loads: true }]),
    ),
    resolve: (from, specifier) => {
      const folder = folderOf(from)
      if (specifier === '.#helpers')
        return isTestFile(from) ? known(files, `go:${folder}#helpers`) : undefined
      if (/^\.\w+(?:#test)?$/.test(specifier)) {
        if (specifier.endsWith('#test') && !isTestFile(from)) return undefined
        return known(files, `go:${folder}:${specifier.slice(1)}`)
      }
      if (specifier.startsWith('.')) return program(joined(folder, specifier))
      const target = modules.folderOf(specifier)
      if (target === undefined) return program(specifier)
      const found = packageIn(target)
      if (found === undefined) return program(target)
      // Tests from outside see what the test code inside of the package opens to them.
      return (target === folder && isTestFile(from) ? known(files, `${found}#helpers`) : undefined) ?? found
    },
  }
}

function known(files: ReadonlyMap<string, unknown>, key: string): string | undefined {
  return files.has(key) ? key : undefined
}

/** The name of a file's package, which its scope begins with. */
function nameOf(scope: readonly string[] | undefined): string {
  return scope?.[0]?.slice(1, -'#test'.length) ?? ''
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
