import type { Ecosystem, Joined } from '../ecosystem.ts'
import type { FileFacts } from '../facts.ts'
import type { PackageFiles } from '../graph.ts'
import { inheritsTests } from '../inherited-tests.ts'
import { readJava } from './java.ts'
import { readWords } from './words-only.ts'

/**
 * Java, with what other languages of its machine say of it: packages lie across modules and source sets, so files are
 * joined by the names of their packages.
 */
export const jvm: Ecosystem = {
  id: 'jvm',
  code: ['**/*.{java,kt,groovy,scala}'],
  ignores: (path) => /(?:^|\/)(?:package|module)-info\.java$/.test(path),
  manifests: [],
  read: (path, text) => (path.endsWith('.java') ? readJava(text) : readWords(text)),
  join,
  isTest: (graph, path) => inheritsTests(graph, path),
  saysUnreached: false,
}

/** Specifiers are full names of types (`a.b.C`), packages (`a.b.*`), or the file itself (`.`). */
function join(facts: ReadonlyMap<string, FileFacts>): Joined {
  const packages = new Map<string, PackageFiles & { files: string[] }>()
  const byName = new Map<string, string[]>()
  for (const [path, { scope, exports }] of facts) {
    const own = scope?.[0] ?? '.*'
    const files = packages.get(`jvm:${own}`)?.files
    if (files) files.push(path)
    else packages.set(`jvm:${own}`, { files: [path], loads: false })
    for (const [exported] of exports) {
      const name = `${own.slice(0, -1)}${exported}`
      const holders = byName.get(name) ?? []
      byName.set(name, holders)
      if (!holders.includes(path)) holders.push(path)
    }
  }
  // The same class in several modules, or in several source sets: any of them may be meant.
  for (const [name, files] of byName)
    if (files.length > 1) packages.set(`jvm:${name}`, { files, loads: true })
  return {
    packages,
    resolve: (from, specifier) => {
      if (specifier === '.') return from
      const files = byName.get(specifier)
      if (files?.length === 1) return files[0]
      const key = `jvm:${specifier}`
      return packages.has(key) ? key : undefined
    },
  }
}
