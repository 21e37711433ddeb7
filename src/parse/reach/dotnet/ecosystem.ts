import type { Ecosystem, Joined } from '../ecosystem.ts'
import type { FileFacts } from '../facts.ts'
import type { PackageFiles } from '../graph.ts'
import { inheritsTests } from '../inherited-tests.ts'
import { readCSharp } from './read.ts'
import { EVERYWHERE, GLOBAL, OWN } from './reader.ts'

/** C#: files are joined by namespaces, whatever project they stand in. */
export const dotnet: Ecosystem = {
  id: 'dotnet',
  code: ['**/*.cs'],
  ignores: (path) => /(?:^|\/)(?:bin|obj)\/|\.(?:g|g\.i|designer|Designer|generated)\.cs$/.test(path),
  manifests: [],
  read: (_path, text) => readCSharp(text),
  join,
  isTest: (graph, path) => inheritsTests(graph, path),
  saysUnreached: false,
}

/** Specifiers are full names of types, namespaces (`A.B.*`), or the file itself (`.`). */
function join(facts: ReadonlyMap<string, FileFacts>): Joined {
  const files = new Map<string, Set<string>>()
  const add = (key: string, path: string): void => {
    files.set(key, (files.get(key) ?? new Set()).add(path))
  }
  const globals = new Set([...facts.values()].flatMap((one) => namedBy(one, GLOBAL)))
  for (const [path, one] of facts) {
    for (const namespace of namedBy(one, OWN)) {
      add(`${namespace}.*`, path)
      if (globals.has(namespace)) add(`${EVERYWHERE}.*`, path)
      for (const [exported] of one.exports)
        add(namespace === '' ? exported : `${namespace}.${exported}`, path)
    }
  }
  const packages = new Map<string, PackageFiles>()
  for (const [key, paths] of files) packages.set(`dotnet:${key}`, { files: [...paths], loads: false })
  return {
    packages,
    resolve: (from, specifier) => {
      if (specifier === '.') return from
      const key = `dotnet:${specifier}`
      return packages.has(key) ? key : undefined
    },
  }
}

function namedBy({ imports }: FileFacts, what: string): string[] {
  return imports
    .filter(({ specifier }) => specifier.startsWith(what))
    .map(({ specifier }) => specifier.slice(what.length))
}
