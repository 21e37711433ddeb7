import { posix } from 'node:path'
import type { FunctionScope, Kind, Unit } from '../ir.ts'
import type { Linked, Target } from './linker.ts'
import type { ProjectNames } from './project-names.ts'
import type { Value } from './value.ts'

/** Files of one package that are asked whether they declare a function. */
const MAX_PACKAGE = 60
/** Methods of one name that a call can mean where nobody knows the type. */
const MAX_METHODS = 3

/** Roots of the standard library whose names folders of a project bear too. */
const STANDARD =
  /^(?:archive|bufio|bytes|compress|container|context|crypto|database|encoding|errors|fmt|hash|html|io|log|math|mime|net|os|path|reflect|regexp|runtime|sort|strconv|strings|sync|syscall|testing|text|time|unicode)(?:\/|$)/

/** What a linker offers to the reading of Go. */
export interface GoLinker {
  files: ReadonlyMap<string, Linked>
  names: ProjectNames
  /** Asks for those of the files that declare a function or method of a name. */
  want: (paths: readonly string[], name: string) => void
}

/** The functions that a call of Go can mean, in its file, in its package and in packages of the project that it imports. */
export function goTargets(
  { files, names, want }: GoLinker,
  call: Kind<'call'>,
  receiver: Value | undefined,
  from: Linked,
  matters: boolean,
): Target[] {
  const { callee } = call
  const { unit, values } = from
  if (callee.kind === 'name') {
    const local = values.functionNamed(callee.name, call.node)
    if (local) return [{ linked: from, scope: local }]
    return inPackage(posix.dirname(unit.path), callee.name, (scope) => !scope.node.child('receiver'))
  }
  if (callee.kind !== 'member') return []
  const { object, property } = callee
  if (object.kind === 'name') {
    const path = unit.imports.get(object.name)
    const isLocal = values.assigned(object).length > 0 || values.parameterOf(object) !== undefined
    if (path !== undefined && !isLocal) {
      const folder = folderOf(names, path)
      return folder === undefined ? [] : inPackage(folder, property, (scope) => !scope.node.child('receiver'))
    }
  }
  return methods(receiver?.type ?? values.path(object), property)

  function inPackage(folder: string, name: string, is: (scope: FunctionScope) => boolean): Target[] {
    const paths = packageFiles(names, folder)
    for (const path of [unit.path, ...paths]) {
      const linked = path === unit.path ? from : files.get(path)
      const scope = linked?.unit.functions.find((one) => one.name === name && is(one))
      if (linked && scope && (path === unit.path || posix.dirname(path) === folder))
        return [{ linked, scope }]
    }
    if (matters) want(paths, name)
    return []
  }

  /** A method by the type in front of it; where that is not known, by a name that few have. */
  function methods(type: string, name: string): Target[] {
    if (!/^[A-Za-z]/.test(name)) return []
    const simple = type.slice(type.lastIndexOf('.') + 1).replace(/\(\)$/, '')
    const own = !type.includes('.') && !type.includes('(')
    const folder = own ? posix.dirname(unit.path) : folderOf(names, type.slice(0, type.lastIndexOf('.')))
    if (folder !== undefined && /^[A-Za-z]\w*$/.test(simple)) {
      const found = inPackage(folder, name, (scope) => receiverOf(scope) === simple)
      if (found.length > 0) return found
    }
    // A type of another module has methods of its own.
    const head =
      unit.imports.get(type) ?? [...unit.imports.values()].find((path) => type.startsWith(`${path}.`))
    if (head !== undefined && folderOf(names, head) === undefined) return []
    const folders = new Set([posix.dirname(unit.path)])
    for (const path of unit.imports.values()) {
      const imported = folderOf(names, path)
      if (imported !== undefined) folders.add(imported)
    }
    const found: Target[] = []
    for (const linked of [from, ...files.values()]) {
      if (!folders.has(posix.dirname(linked.unit.path))) continue
      for (const scope of linked.unit.functions)
        if (scope.name === name && fits(scope, call.args.length)) found.push({ linked, scope })
    }
    if (matters && found.length === 0)
      for (const one of [...folders].slice(0, 12)) want(packageFiles(names, one), name)
    return found.length > MAX_METHODS ? [] : found
  }
}

/** The type that a method belongs to. */
function receiverOf({ node }: FunctionScope): string | undefined {
  return node.child('receiver')?.namedChildren[0]?.child('type')?.text.replace(/^\*/, '').replace(/\[.*$/, '')
}

function fits(scope: FunctionScope, count: number): boolean {
  return scope.node.child('receiver') !== undefined && scope.parameters.length - 1 === count
}

function packageFiles(names: ProjectNames, folder: string): string[] {
  const all = names.inFolder(folder, '.go').filter((path) => !path.endsWith('_test.go'))
  return all.length > MAX_PACKAGE ? [] : all
}

/** The folder of an imported package, where it is one of the project. */
function folderOf(names: ProjectNames, path: string): string | undefined {
  if (path === '' || STANDARD.test(path)) return undefined
  const known = names.answers.get(`go ${path}`)
  if (known) return known[0]
  const parts = path.split('/')
  const folder = parts
    .map((_, index) => parts.slice(index).join('/'))
    .find((below) => names.inFolder(below, '.go').length > 0)
  names.answers.set(`go ${path}`, folder === undefined ? [] : [folder])
  return folder
}

/** Whether a file's text declares a function or method. */
export function declaresGo(text: string, name: string): boolean {
  return new RegExp(`^func\\s+(?:\\([^)\\n]*\\)\\s*)?${name.replace(/\W/g, '')}\\s*[([]`, 'm').test(text)
}

/** Whether a unit is one of Go. */
export const isGo = (unit: Unit): boolean => unit.language === 'go'
