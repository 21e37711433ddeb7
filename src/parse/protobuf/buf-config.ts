import type { SourceTree } from '../source-tree.ts'

/** What a `buf.yaml` says about breaking changes. Paths are from the root of the repository. */
export interface BreakingConfig {
  version: 'v1beta1' | 'v1' | 'v2'
  /** Rules and categories of buf; empty: the default of its version. */
  use: string[]
  except: string[]
  /** Files and folders that are not compared. */
  ignore: string[]
  /** The same for single rules or categories. */
  ignoreOnly: ReadonlyMap<string, readonly string[]>
  ignoreUnstablePackages: boolean
}

/** A folder that imports are resolved against. */
export interface BufModule {
  /** From the root of the repository, without a slash at its end; empty: the root itself. */
  root: string
  excludes: string[]
  breaking: BreakingConfig
}

export interface BufConfig {
  modules: BufModule[]
  /** What was not understood, in words that follow the file's path. */
  problems: string[]
}

export const DEFAULT_BREAKING: BreakingConfig = {
  version: 'v2',
  use: [],
  except: [],
  ignore: [],
  ignoreOnly: new Map(),
  ignoreUnstablePackages: false,
}

type Mapping = Record<string, unknown>

/**
 * Reads a `buf.yaml` of version v1beta1, v1 or v2 as https://buf.build/docs/configuration/ describes it. Plugins, policies and
 * remote dependencies are left out: nothing that could be run or fetched.
 */
export function readBufYaml(tree: SourceTree): BufConfig {
  const problems = tree.problems.map(({ message }) => `${message}, so its settings are not in force`)
  const folder = folderOf(tree.path)
  const root = mapping(tree.value)
  if (!root) {
    if (problems.length === 0 && tree.value != null) problems.push('is no mapping')
    return { modules: [{ root: folder, excludes: [], breaking: DEFAULT_BREAKING }], problems }
  }
  const version = root['version']
  if (version !== 'v1beta1' && version !== 'v1' && version !== 'v2') {
    problems.push(`has no version that is known (${JSON.stringify(version)?.slice(0, 40)})`)
    return { modules: [{ root: folder, excludes: [], breaking: DEFAULT_BREAKING }], problems }
  }
  const inFolder = (paths: readonly string[], base = folder): string[] =>
    paths.flatMap((path) => under(base, path) ?? [])
  const breakingOf = (value: unknown, base: string): BreakingConfig => {
    const own = mapping(value) ?? {}
    const names = (key: string): string[] =>
      strings(own[key]).filter((name) => /^[A-Z][A-Z0-9_]*$/.test(name))
    for (const key of ['use', 'except']) {
      const odd = strings(own[key]).length - names(key).length
      if (odd > 0) problems.push(`names ${odd} rules under breaking.${key} that are none of buf's own`)
    }
    return {
      version,
      use: names('use'),
      except: names('except'),
      ignore: inFolder(strings(own['ignore']), base),
      ignoreOnly: new Map(
        Object.entries(mapping(own['ignore_only']) ?? {}).map(([rule, paths]) => [
          rule,
          inFolder(strings(paths), base),
        ]),
      ),
      ignoreUnstablePackages: own['ignore_unstable_packages'] === true,
    }
  }
  if (version === 'v2') {
    const given: unknown = root['modules']
    const listed: Mapping[] = Array.isArray(given)
      ? (given as unknown[]).flatMap((one): Mapping[] => {
          const module = mapping(one)
          return module ? [module] : []
        })
      : []
    const modules = listed.flatMap((one): BufModule[] => {
      const path = under(folder, typeof one['path'] === 'string' ? one['path'] : '.')
      if (path === undefined) return []
      const own = Object.hasOwn(one, 'breaking') ? one['breaking'] : root['breaking']
      return [{ root: path, excludes: inFolder(strings(one['excludes'])), breaking: breakingOf(own, folder) }]
    })
    if (modules.length > 0) return { modules, problems }
    return {
      modules: [{ root: folder, excludes: [], breaking: breakingOf(root['breaking'], folder) }],
      problems,
    }
  }
  const build = mapping(root['build']) ?? {}
  const roots = version === 'v1beta1' ? strings(build['roots']) : []
  const modules = (roots.length > 0 ? roots : ['.']).flatMap((path): BufModule[] => {
    const module = under(folder, path)
    if (module === undefined) return []
    return [
      {
        root: module,
        excludes: inFolder(strings(build['excludes'])),
        breaking: breakingOf(root['breaking'], module),
      },
    ]
  })
  return { modules, problems }
}

/** The folders that a `buf.work.yaml` names. */
export function readBufWorkYaml(tree: SourceTree): string[] {
  const folder = folderOf(tree.path)
  return strings(mapping(tree.value)?.['directories']).flatMap((path) => under(folder, path) ?? [])
}

/** Whether a path is one of these files or lies in one of these folders. */
export function isWithin(path: string, places: readonly string[]): boolean {
  return places.some((place) => place === '' || path === place || path.startsWith(`${place}/`))
}

/** A path below a folder in plain form, or nothing where it leaves the repository. */
function under(folder: string, path: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/')
  if (path.startsWith('/')) return undefined
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.join('/')
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}

function mapping(value: unknown): Mapping | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : undefined
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
