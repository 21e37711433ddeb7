import type { TypeReference } from '../../../src/parse/protobuf/outline.ts'
import { symbolsOf } from './compile-units.ts'
import type { ProtoFile } from './proto-side.ts'

/** Types that are defined in files which the repository does not hold. */
export interface StandIns {
  /** Files to compile with the others, by path: the first imports all others publicly. */
  files: Record<string, string>
  /** The path to import for any of them; nothing where none is needed. */
  path?: string
}

export const STAND_IN_FOLDER = 'missing'

/**
 * Empty definitions for the types that come from imports which are not in the repository: google/type, google/rpc, modules of
 * a registry. They are the same on both sides, so they differ in nothing; what uses them is compared by their names.
 * @param units files of each side with the paths of their imports that were not found.
 */
export function standIns(
  units: readonly { files: readonly ProtoFile[]; missing: (path: string) => readonly string[] }[],
): StandIns {
  const types = new Map<string, TypeReference['use']>()
  const known = new Set(units.flatMap(({ files }) => files.flatMap(({ outline }) => symbolsOf(outline))))
  for (const { files, missing } of units) {
    if (files.every(({ path }) => missing(path).length === 0)) continue
    for (const { path, outline } of files) {
      for (const { name, scope, use } of outline.references) {
        if (isKnown(name, scope, known)) continue
        const full = fullName(name, outline.package, missing(path))
        if (types.get(full) !== 'message') types.set(full, use === 'any' ? (types.get(full) ?? 'any') : use)
      }
    }
  }
  const usable = [...types].filter(([name]) => !known.has(name) && /^\w+(\.\w+)*$/.test(name))
  if (usable.length === 0) return { files: {} }
  return write(usable.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** protoc looks a name up in the scope it stands in, then in each around it. */
function isKnown(name: string, scope: string, known: ReadonlySet<string>): boolean {
  if (name.startsWith('.')) return known.has(name.slice(1)) || name.startsWith('.google.protobuf.')
  if (name.startsWith('google.protobuf.')) return true
  for (let outer = scope; ; outer = outer.slice(0, Math.max(0, outer.lastIndexOf('.')))) {
    const full = outer === '' ? name : `${outer}.${name}`
    if (known.has(full) || full.startsWith('google.protobuf.')) return true
    if (outer === '') return false
  }
}

/** What a name means that is defined nowhere: the package of a missing import that fits, else as it is written. */
function fullName(name: string, ownPackage: string, missing: readonly string[]): string {
  if (name.startsWith('.')) return name.slice(1)
  if (!name.includes('.')) return ownPackage === '' ? name : `${ownPackage}.${name}`
  const folders = new Set(missing.map((path) => path.split('/').slice(0, -1).join('.')))
  for (let outer = ownPackage; outer !== ''; outer = outer.slice(0, Math.max(0, outer.lastIndexOf('.')))) {
    const full = `${outer}.${name}`
    if (folders.has(full.slice(0, full.lastIndexOf('.')))) return full
  }
  return name
}

function write(types: readonly (readonly [string, TypeReference['use']])[]): StandIns {
  const root: Scope = { kind: 'package', children: new Map() }
  for (const [name, use] of types) place(root, name.split('.'), use)
  const files: Record<string, string> = {}
  const paths: string[] = []
  const visit = (scope: Scope, packageName: string): void => {
    const lines: string[] = []
    const enums: string[] = []
    for (const [name, child] of scope.children) {
      if (child.kind === 'package') visit(child, packageName === '' ? name : `${packageName}.${name}`)
      else if (child.kind === 'enum') enums.push(`enum ${name} { ${name}_STAND_IN = 0; }`)
      else lines.push(messageText(name, child))
    }
    const header = packageName === '' ? '' : `package ${packageName};\n`
    for (const [syntax, all] of [
      // Any message may be extended, and an enum of proto3 may be used by every file.
      ['proto2', lines],
      ['proto3', enums],
    ] as const) {
      if (all.length === 0) continue
      const path = `${STAND_IN_FOLDER}/p${paths.length + 1}.proto`
      paths.push(path)
      files[path] = `syntax = "${syntax}";\n${header}${all.join('\n')}\n`
    }
  }
  visit(root, '')
  const path = `${STAND_IN_FOLDER}/all.proto`
  files[path] = `syntax = "proto3";\n${paths.map((one) => `import public "${one}";`).join('\n')}\n`
  return { files, path }
}

interface Scope {
  kind: 'package' | 'message' | 'enum'
  children: Map<string, Scope>
}

/** Packages are written small and messages begin with a capital, as every style guide has it. */
function place(root: Scope, parts: readonly string[], use: TypeReference['use']): void {
  let scope = root
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1
    const kind = isLast ? (use === 'enum' ? 'enum' : 'message') : /^[A-Z]/.test(part) ? 'message' : 'package'
    let child = scope.children.get(part)
    if (!child) {
      child = { kind, children: new Map() }
      scope.children.set(part, child)
    } else if (child.kind !== kind) child.kind = 'message'
    scope = child
  }
}

function messageText(name: string, { children }: Scope): string {
  const inner = [...children].map(([part, child]) =>
    child.kind === 'enum' ? `enum ${part} { ${part}_STAND_IN = 0; }` : messageText(part, child),
  )
  return `message ${name} { extensions 1 to max; ${inner.join(' ')} }`
}
