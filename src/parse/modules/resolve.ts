import { parse as parseJsonc } from 'jsonc-parser'

/** Extensions that an import may leave out, or write as what they compile to. */
const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs']
const WRITTEN_AS: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
  '.jsx': ['.tsx'],
}

export interface ManifestFiles {
  /** Path to text of every package.json. */
  packages: ReadonlyMap<string, string>
  /** Path to text of every tsconfig*.json and jsconfig.json. */
  configs: ReadonlyMap<string, string>
}

/** Answers the file that a specifier means, or undefined where it is outside the repository. */
export type Resolve = (from: string, specifier: string) => string | undefined

/**
 * Resolves specifiers over the paths of a tree, without a file system: relative paths, workspace packages by
 * name, package `imports` (`#x`), and `paths` of the tsconfig files.
 */
export function moduleResolver(files: ReadonlySet<string>, manifests: ManifestFiles): Resolve {
  const packages = [...manifests.packages].map(([path, text]) => packageOf(path, text))
  const aliases = [...manifests.configs].flatMap(([path, text]) => aliasesOf(path, text))
  return (from, specifier) => {
    const name = specifier.split('?')[0] ?? ''
    if (name.startsWith('.')) {
      const path = join(dirname(from), name)
      return mainOf(files, packages, path) ?? fileAt(files, path)
    }
    for (const { prefix, suffix, targets, folder } of aliases) {
      if (!within(from, folder) || !name.startsWith(prefix) || !name.endsWith(suffix)) continue
      const middle = name.slice(prefix.length, name.length - suffix.length)
      for (const target of targets) {
        const file = fileAt(files, target.replace('*', middle))
        if (file !== undefined) return file
      }
    }
    for (const { folder, packageName, entries } of packages) {
      const own = name.startsWith('#') && within(from, folder)
      if (!own && name !== packageName && !name.startsWith(`${packageName}/`)) continue
      const key = own ? name : `.${name.slice(packageName.length)}`
      const candidates = [...(entries.get(key) ?? []), ...(own ? [] : guesses(key))]
      for (const candidate of candidates) {
        const file =
          fileAt(files, join(folder, candidate)) ?? fileAt(files, join(folder, sourceOf(candidate)))
        if (file !== undefined) return file
      }
    }
    return undefined
  }
}

interface PackageInfo {
  folder: string
  packageName: string
  entries: Map<string, string[]>
}

function packageOf(path: string, text: string): PackageInfo {
  const manifest = readObject(text)
  const entries = new Map<string, string[]>()
  for (const field of ['exports', 'imports'] as const) {
    const value = manifest[field]
    if (typeof value === 'string') entries.set('.', [value])
    else if (isObject(value)) {
      const keyed = Object.keys(value).some((key) => key.startsWith('.') || key.startsWith('#'))
      if (keyed) for (const [key, targets] of Object.entries(value)) entries.set(key, strings(targets))
      else entries.set('.', strings(value))
    }
  }
  const main = [manifest['source'], manifest['module'], manifest['main']].filter((v) => typeof v === 'string')
  entries.set('.', [...(entries.get('.') ?? []), ...main])
  const packageName = typeof manifest['name'] === 'string' ? manifest['name'] : '\0'
  return { folder: dirname(path), packageName, entries }
}

interface Alias {
  folder: string
  prefix: string
  suffix: string
  targets: string[]
}

function aliasesOf(path: string, text: string): Alias[] {
  const options = readObject(text)['compilerOptions']
  if (!isObject(options)) return []
  const folder = dirname(path)
  const base = typeof options['baseUrl'] === 'string' ? join(folder, options['baseUrl']) : folder
  const paths = isObject(options['paths']) ? options['paths'] : {}
  const named = Object.entries(paths).map(([pattern, targets]) => {
    const [prefix = '', suffix = ''] = pattern.split('*')
    return { folder, prefix, suffix, targets: strings(targets).map((target) => join(base, target)) }
  })
  const fromBase = { folder, prefix: '', suffix: '', targets: [join(base, '*')] }
  return typeof options['baseUrl'] === 'string' ? [...named, fromBase] : named
}

/** What `require('..')` means where it names a package's folder: the file its manifest calls the main one. */
function mainOf(
  files: ReadonlySet<string>,
  packages: readonly PackageInfo[],
  path: string,
): string | undefined {
  const entries = packages.find(({ folder }) => folder === path)?.entries.get('.') ?? []
  for (const entry of entries) {
    const file = fileAt(files, join(path, entry)) ?? fileAt(files, join(path, sourceOf(entry)))
    if (file !== undefined) return file
  }
  return undefined
}

/** Where a package without `exports` keeps what is imported as `name/sub`. */
function guesses(key: string): string[] {
  return key === '.' ? ['src/index', 'index'] : [key, `src/${key.slice(2)}`]
}

/** The source that a built file was probably made from. */
function sourceOf(path: string): string {
  return path.replace(/^(\.\/)?(?:dist|lib|build|out)\//, 'src/').replace(/\.d\.([cm]?ts)$/, '.$1')
}

function fileAt(files: ReadonlySet<string>, path: string): string | undefined {
  if (files.has(path)) return path
  for (const extension of EXTENSIONS) if (files.has(path + extension)) return path + extension
  for (const [written, meant] of Object.entries(WRITTEN_AS)) {
    if (!path.endsWith(written)) continue
    const stem = path.slice(0, -written.length)
    for (const extension of meant) if (files.has(stem + extension)) return stem + extension
  }
  for (const extension of EXTENSIONS) {
    const index = path === '' ? `index${extension}` : `${path}/index${extension}`
    if (files.has(index)) return index
  }
  return undefined
}

function readObject(text: string): Record<string, unknown> {
  const value: unknown = parseJsonc(text)
  return isObject(value) ? value : {}
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Every string inside conditions and lists, as deep as manifests nest them. */
function strings(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value]
  if (depth > 8 || typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap((part) => strings(part, depth + 1))
}

function within(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`)
}

function dirname(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

/** Joins and normalises; a path that leaves the tree resolves to nothing in it. */
function join(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') {
      if (parts.length === 0) return '\0'
      parts.pop()
    } else parts.push(part)
  }
  return parts.join('/')
}
