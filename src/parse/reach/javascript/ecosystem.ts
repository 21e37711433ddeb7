import { matcher } from '../../../model/index.ts'
import { moduleResolver } from '../../modules/resolve.ts'
import type { Ecosystem, Joined } from '../ecosystem.ts'
import type { FactsOrWhyNot } from '../fact-cache.ts'
import type { FileFacts } from '../facts.ts'
import type { CallGraph } from '../graph.ts'
import { drivesBrowser } from './browser-tests.ts'
import { readScript } from './read.ts'

/** Loaded by runners without being imported: their own configuration, which names set-up files by path. */
const isLoadedByRunner = matcher([
  '**/{vitest,vite,jest,playwright,ava,cypress,karma,wallaby}.config.{js,cjs,mjs,ts,cts,mts}',
  '**/.mocharc.{js,cjs}',
  '**/vitest.{setup,workspace,projects}.{js,ts,mts}',
  '**/{setupTests,jest.setup,setup-tests,test-setup}.{js,ts,tsx}',
  '**/jsx-{,dev-}runtime.{js,ts,tsx}',
])

/** The compiler calls what it exports, wherever JSX stands. */
const isJsxRuntime = matcher('**/jsx-{,dev-}runtime.{js,ts,tsx}')

/** JavaScript and TypeScript; declarations, and what packages brought, are left out. */
export const javascript: Ecosystem = {
  id: 'javascript',
  code: ['**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}'],
  ignores: (path) =>
    /(?:^|\/)node_modules\//.test(path) || /\.d\.[cm]?ts$/.test(path) || /\.min\.[cm]?js$/.test(path),
  manifests: ['**/package.json', '**/{ts,js}config*.json'],
  isPackage: (path) => path.endsWith('package.json'),
  read,
  join,
  isTest,
  isLoadedByRunner,
  drivesFromOutside: drivesBrowser,
  saysUnreached: true,
}

function read(path: string, text: string): FactsOrWhyNot {
  const found = readScript(path, text)
  if (found.kind === 'unread' || !isJsxRuntime(path)) return found
  const units = found.facts.units.map((unit) =>
    unit.kind === 'function' && unit.parent === 0 ? { ...unit, always: true as const } : unit,
  )
  return { kind: 'read', facts: { ...found.facts, units } }
}

/** A file that hands tests to a runner, or is named like one and calls another that does. */
function isTest(graph: CallGraph, path: string): boolean {
  const file = graph.file(path)
  if (!file || file.facts.registersTests === 'loaded') return file !== undefined
  if (!/[._-](?:test|spec)\.\w+$|(?:^|\/)__tests__\//.test(path)) return false
  const called = (target: string): boolean => graph.file(target)?.facts.registersTests === 'called'
  return file.facts.units[0]?.names.length !== 0 && (called(path) || file.loads.some(called))
}

function join(facts: ReadonlyMap<string, FileFacts>, manifests: ReadonlyMap<string, string>): Joined {
  const files = new Set(facts.keys())
  const isPackage = ([path]: [string, string]): boolean => path.endsWith('package.json')
  const resolve = moduleResolver(files, {
    packages: new Map([...manifests].filter(isPackage)),
    configs: new Map([...manifests].filter((entry) => !isPackage(entry))),
  })
  // A folder's files import the same modules over and over.
  const known = new Map<string, string | undefined>()
  return {
    resolve: (from, specifier) => {
      const key = `${from.slice(0, from.lastIndexOf('/'))}\0${specifier}`
      if (known.has(key)) return known.get(key)
      const target = resolve(from, specifier) ?? (files.has(specifier) ? specifier : undefined)
      known.set(key, target)
      return target
    },
  }
}
