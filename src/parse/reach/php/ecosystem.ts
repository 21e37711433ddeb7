import { posix } from 'node:path'
import { matcher } from '../../../model/index.ts'
import { parseCode } from '../../code/index.ts'
import type { Ecosystem, Joined } from '../ecosystem.ts'
import type { FactsOrWhyNot } from '../fact-cache.ts'
import type { FileFacts } from '../facts.ts'
import type { PackageFiles } from '../graph.ts'
import { inheritsTests } from '../inherited-tests.ts'
import { Reader } from './reader.ts'
import { readView } from './view.ts'

/** Frameworks load these with whatever they start; views are rendered by names. */
const isLoadedByRunner = matcher([
  '**/{config,Config,routes,bootstrap,lang,translations,views,templates}/**/*.php',
  '**/*.blade.php',
])

/** PHP: classes are joined by their namespaces; what the autoloader makes of paths is not asked. */
export const php: Ecosystem = {
  id: 'php',
  code: ['**/*.php'],
  ignores: (path) => /(?:^|\/)vendor\//.test(path),
  manifests: [],
  read: (path, text) => (path.endsWith('.blade.php') ? readView(text) : readPhp(text)),
  join,
  isTest: (graph, path) => inheritsTests(graph, path),
  isLoadedByRunner,
  saysUnreached: false,
}

async function readPhp(text: string): Promise<FactsOrWhyNot> {
  const parsed = await parseCode(text, 'php')
  if (parsed.kind === 'unparsed') return { kind: 'unread', why: parsed.detail }
  return { kind: 'read', facts: new Reader(parsed.root).read() }
}

/** Specifiers are full names, namespaces (`A\B\*`), paths that end in `.php`, or the file itself (`.`). */
function join(facts: ReadonlyMap<string, FileFacts>): Joined {
  const byName = new Map<string, string[]>()
  for (const [path, { scope, exports }] of facts) {
    const own = (scope?.[0] ?? '\\*').slice(0, -1)
    for (const key of [`${own}*`, ...exports.map(([exported]) => `${own}${exported}`.replace(/^\\/, ''))]) {
      const holders = byName.get(key)
      if (!holders) byName.set(key, [path])
      else if (holders.at(-1) !== path) holders.push(path)
    }
  }
  const packages = new Map<string, PackageFiles>()
  for (const [name, files] of byName)
    if (files.length > 1 || name.endsWith('*')) packages.set(`php:${name}`, { files, loads: false })
  return {
    packages,
    resolve: (from, specifier) => {
      if (specifier === '.') return from
      if (specifier.endsWith('.php')) return pathNear(facts, from, specifier)
      const files = byName.get(specifier)
      return files?.length === 1 && !specifier.endsWith('*') ? files[0] : files && `php:${specifier}`
    },
  }
}

/** What is included lies beside what includes it, or is named from the root. */
function pathNear(facts: ReadonlyMap<string, FileFacts>, from: string, named: string): string | undefined {
  const near = posix.join(posix.dirname(from), named)
  if (facts.has(near)) return near
  const fromRoot = posix.normalize(named).replace(/^\/+/, '')
  return facts.has(fromRoot) ? fromRoot : undefined
}
