import { posix } from 'node:path'
import type { Unit } from '../ir.ts'
import type { Project } from '../project.ts'

/** Where the names of a snapshot's code are kept. */
export interface ProjectNames {
  paths: ReadonlySet<string>
  /** By the file's name without its folder. */
  byName(name: string): readonly string[]
  /** Code of the same language in the same folder, in a bounded number. */
  siblings(path: string): string[]
  /** Code of one language in a folder, by the ending of its names. */
  inFolder(folder: string, ending: string): readonly string[]
  /** What was answered about a folder and a dotted name. */
  answers: Map<string, string[]>
}

const MAX_SIBLINGS = 30
const MAX_ANSWERS = 50_000
const known = new WeakMap<Project, ProjectNames>()

export function namesOf(project: Project): ProjectNames {
  let names = known.get(project)
  if (!names) {
    let byFolder: Map<string, string[]> | undefined
    let byName: Map<string, string[]> | undefined
    const index = (): Map<string, string[]> => {
      byName ??= Map.groupBy(
        [...project.paths].filter((path) => /\.(?:java|py|[cm]?[jt]sx?|go|rb|kt)$/.test(path)),
        (path) => posix.basename(path),
      )
      return byName
    }
    const folders = new Map<string, string[]>()
    names = {
      paths: project.paths,
      answers: new Map(),
      byName: (name) => index().get(name) ?? [],
      inFolder(folder, ending) {
        byFolder ??= Map.groupBy([...index().values()].flat(), (path) => posix.dirname(path))
        return (byFolder.get(folder === '' ? '.' : folder) ?? []).filter((path) => path.endsWith(ending))
      },
      siblings(path) {
        const folder = posix.dirname(path)
        let found = folders.get(folder)
        if (!found) {
          found = [...index().values()].flat().filter((other) => posix.dirname(other) === folder)
          folders.set(folder, found)
        }
        const all = found.filter((other) => other !== path && posix.extname(other) === posix.extname(path))
        return all.length > MAX_SIBLINGS ? [] : all
      },
    }
    known.set(project, names)
  }
  return names
}

/** Files in which a dotted name can be defined, the most likely first. */
export function modulePaths(
  names: ProjectNames | undefined,
  dotted: string,
  unit: Unit,
  kind: 'class' | 'function',
): string[] {
  if (!names) return []
  switch (unit.language) {
    case 'java':
    case 'kotlin':
      return javaPaths(names, dotted, unit, kind)
    case 'python':
      return pythonPaths(names, dotted, unit)
    case 'javascript':
      return scriptPaths(names, dotted, unit)
    case 'ruby':
      return rubyPaths(names, dotted, kind)
    case 'csharp':
    case 'php':
      return fileOfClass(names, dotted, kind, unit.language === 'php' ? 'php' : 'cs')
    case 'rust':
      return []
    case 'go':
      return []
    default:
      return unit.language satisfies never
  }
}

function javaPaths(names: ProjectNames, dotted: string, unit: Unit, kind: 'class' | 'function'): string[] {
  const type = kind === 'function' ? dotted.slice(0, dotted.lastIndexOf('.')) : dotted
  const simple = type.slice(type.lastIndexOf('.') + 1)
  const ending = unit.language === 'kotlin' ? 'kt' : 'java'
  const candidates = names.byName(`${simple}.${ending}`)
  if (candidates.length === 0) return []
  if (type.includes('.'))
    return candidates.filter((path) => `/${path}`.endsWith(`/${type.replaceAll('.', '/')}.${ending}`))
  const folders = [posix.dirname(unit.path), ...unit.wildcards.map((name) => name.replaceAll('.', '/'))]
  return candidates.filter((path) =>
    folders.some((folder) => `/${posix.dirname(path)}`.endsWith(`/${folder}`)),
  )
}

function pythonPaths(names: ProjectNames, dotted: string, unit: Unit): string[] {
  const module = dotted.slice(0, dotted.lastIndexOf('.'))
  if (module === '' || module.includes('(')) return []
  const dots = /^\.*/.exec(module)?.[0].length ?? 0
  let folder = posix.dirname(unit.path)
  const question = `${folder} ${module}`
  const known = names.answers.get(question)
  if (known) return known
  if (names.answers.size > MAX_ANSWERS) names.answers.clear()
  for (let up = 1; up < dots; up++) folder = posix.dirname(folder)
  const below = module.slice(dots).replaceAll('.', '/')
  const roots = dots > 0 ? [folder] : [...ancestors(folder), 'src']
  const found = roots.flatMap((root) => {
    const base = posix.join(root, below)
    return [`${base}.py`, `${base}/__init__.py`].filter((path) => names.paths.has(path))
  })
  names.answers.set(question, found)
  return found
}

function ancestors(folder: string): string[] {
  const all = [folder]
  for (let at = folder; at !== '.' && at !== '' && at !== '/';) {
    at = posix.dirname(at)
    all.push(at)
  }
  return all
}

/** A class of C# or PHP stands in a file of its name, wherever its namespace lies. */
function fileOfClass(
  names: ProjectNames,
  dotted: string,
  kind: 'class' | 'function',
  ending: string,
): string[] {
  const type = kind === 'function' ? dotted.slice(0, dotted.lastIndexOf('.')) : dotted
  const simple = type.slice(type.lastIndexOf('.') + 1)
  if (!/^[A-Z]\w*$/.test(simple)) return []
  const files = names.byName(`${simple}.${ending}`)
  return files.length === 1 ? [...files] : []
}

/** Where autoloading looks: `Billing::PlanFinder` stands in `billing/plan_finder.rb`. */
function rubyPaths(names: ProjectNames, dotted: string, kind: 'class' | 'function'): string[] {
  const type = kind === 'function' ? dotted.slice(0, dotted.lastIndexOf('.')) : dotted
  if (!/^[A-Z][\w.]*$/.test(type)) return []
  const file = `${type
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replaceAll('.', '/')
    .toLowerCase()}.rb`
  return names.byName(posix.basename(file)).filter((path) => `/${path}`.endsWith(`/${file}`))
}

function scriptPaths(names: ProjectNames, dotted: string, unit: Unit): string[] {
  if (!dotted.startsWith('.')) return []
  const folder = posix.dirname(unit.path)
  const bases = [dotted, dotted.slice(0, dotted.lastIndexOf('.'))]
    .filter((base) => base.length > 1)
    .map((base) => posix.join(folder, base))
  const stems = bases.flatMap((base) => [base, base.replace(/\.[cm]?js$/, '')])
  return stems.flatMap((stem) =>
    ['', '.ts', '.tsx', '.js', '.mjs', '.cjs', '.jsx', '/index.ts', '/index.js']
      .map((ending) => stem + ending)
      .filter((path) => names.paths.has(path)),
  )
}
