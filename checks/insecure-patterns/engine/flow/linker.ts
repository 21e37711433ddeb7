import type { SyntaxNode } from '../../../../src/parse/code/index.ts'
import { bodyOfFunction } from '../bodies.ts'
import { type Dialect, type FunctionScope, hasBareFields, type Kind, type Unit } from '../ir.ts'
import type { Project } from '../project.ts'
import type { Values } from '../values.ts'
import { goTargets, isGo, type GoLinker } from './go-packages.ts'
import { modulePaths, namesOf, type ProjectNames } from './project-names.ts'
import type { Value } from './value.ts'

/** One file as the interpreter sees it. */
export interface Linked {
  unit: Unit
  values: Values
  dialect: Dialect
  /** Whether findings are looked for in it: what is seen of others is not kept. */
  noted: boolean
  classes: ReadonlyMap<string, ClassOf>
}

interface ClassOf {
  name: string
  node: SyntaxNode
  methods: FunctionScope[]
  parents: string[]
}

/** A function that a call can mean. */
export interface Target {
  linked: Linked
  scope: FunctionScope
  /** What it stands for when it makes an instance. */
  makes?: string
}

const CLASS =
  /^(?:class|abstract_class|interface|enum|trait|record|struct|object)_(?:declaration|definition)$|^class$|^module$|^impl_item$/

const NO_PROJECT: GoLinker = {
  files: new Map(),
  names: {
    paths: new Set(),
    byName: () => [],
    siblings: () => [],
    inFolder: () => [],
    answers: new Map(),
  },
  want: () => {},
}

/** The classes of a file with their functions. */
export function classesOf(unit: Unit): Map<string, ClassOf> {
  const classes = new Map<string, ClassOf>()
  for (const scope of unit.functions) {
    let node = scope.node.parent
    while (node && !CLASS.test(node.type) && !/^object_(?:creation_expression|literal)$/.test(node.type))
      node = node.parent
    const name = node && CLASS.test(node.type) ? (node.child('name') ?? node.child('type'))?.text : undefined
    if (!node || name === undefined) continue
    const known = classes.get(name) ?? { name, node, methods: [], parents: parentsOf(node) }
    known.methods.push(scope)
    classes.set(name, known)
  }
  return classes
}

function parentsOf(node: SyntaxNode): string[] {
  const heads = node.children.filter(
    (child) =>
      /^(?:superclass|interfaces|superclasses)$/.test(child.field ?? '') ||
      /heritage|^delegation_specifiers$|^base_list$|^base_clause$|^class_interface_clause$/.test(child.type),
  )
  return heads.flatMap((head) => head.text.replace(/<[^>]*>/g, '').match(/[A-Za-z_][\w.]*/g) ?? [])
}

/** Finds what calls mean, in the file and, on demand, in others of the snapshot. */
export class Linker {
  readonly main: Linked
  readonly files: ReadonlyMap<string, Linked>
  readonly project: Project | undefined
  /** Files that would have to be read to follow a flow. */
  wanted = new Set<string>()
  readonly properties: ReadonlyMap<string, string | undefined> | undefined
  wantsProperties = false
  readonly #names: ProjectNames | undefined

  constructor(
    main: Linked,
    files: ReadonlyMap<string, Linked>,
    project: Project | undefined,
    properties: ReadonlyMap<string, string | undefined> | undefined,
  ) {
    this.main = main
    this.files = files
    this.project = project
    this.properties = properties
    this.#names = project && namesOf(project)
  }

  /** A setting by its key, where all files of settings that have it agree. */
  setting(key: string): string | undefined {
    if (!this.properties) this.wantsProperties = this.project !== undefined
    return this.properties?.get(key)
  }

  /**
   * The functions that a call can mean. `matters`: something dangerous is handed over, so files that are not read yet
   * are asked for.
   */
  targets(
    call: Kind<'call'>,
    receiver: Value | undefined,
    from: Linked,
    scope: FunctionScope,
    matters: boolean,
  ): Target[] {
    const { callee } = call
    const count = call.args.length
    const { values } = from
    if (isGo(from.unit)) {
      if (!this.#names) return goTargets(NO_PROJECT, call, receiver, from, false)
      const want = (paths: readonly string[], name: string): void => this.#want(paths, name)
      return goTargets({ files: this.files, names: this.#names, want }, call, receiver, from, matters)
    }
    if (call.isNew) return this.#constructors(values.path(callee), count, from, matters)
    if (callee.kind === 'name') {
      const own = /^(?:java|ruby|kotlin|csharp)$/.test(from.unit.language)
        ? this.#owner(from, scope)
        : undefined
      const found = own ? this.#methods(from, own, callee.name, count, matters, 0) : []
      if (own && (found.length > 0 || /^(?:java|csharp)$/.test(from.unit.language))) return found
      const local = values.functionNamed(callee.name, call.node)
      if (local) return [{ linked: from, scope: local }]
      if (from.classes.has(callee.name)) return this.#constructors(callee.name, count, from, matters)
      return this.#imported(values.path(callee), from, matters)
    }
    if (callee.kind !== 'member') return []
    const { object, property } = callee
    if (from.unit.language === 'ruby' && property === 'new')
      return this.#constructors(values.path(object), count, from, matters)
    if (object.kind === 'name' && /^(?:this|self|super|cls)$/.test(object.name)) {
      const owner = this.#owner(from, scope)
      return owner ? this.#methods(from, owner, property, count, matters, 0) : []
    }
    const types = [receiver?.type, values.path(object)].filter((type) => type !== undefined && type !== '')
    for (const type of types) {
      const found = this.#classNamed(type as string, from, matters)
      if (found) return this.#methods(found.linked, found.of, property, count, matters, 0)
    }
    return this.#imported(values.path(callee), from, matters)
  }

  /** Files that would say what a call means, where they were not read. */
  possible(call: Kind<'call'>, receiver: Value | undefined, from: Linked, scope: FunctionScope): string[] {
    const { wanted } = this
    this.wanted = new Set()
    this.targets(call, receiver, from, scope, true)
    const found = [...this.wanted]
    this.wanted = wanted
    return found
  }

  #owner(from: Linked, scope: FunctionScope): ClassOf | undefined {
    for (let at: FunctionScope | undefined = scope; at; at = at.parent) {
      const { node } = at
      for (const known of from.classes.values()) {
        if (known.node.start <= node.start && node.end <= known.node.end && known.methods.includes(at))
          return known
      }
    }
    return undefined
  }

  #constructors(type: string, count: number, from: Linked, matters: boolean): Target[] {
    const found = this.#classNamed(type, from, matters)
    if (!found) return []
    const names = new Set([found.of.name, 'constructor', '__init__', 'initialize', '__construct'])
    const made = found.of.methods.filter((method) => names.has(method.name))
    const fitting = made.find((method) => fits(method, count)) ?? made[0]
    return fitting ? [{ linked: found.linked, scope: fitting, makes: type }] : []
  }

  #methods(
    linked: Linked,
    of: ClassOf,
    name: string,
    count: number,
    matters: boolean,
    depth: number,
  ): Target[] {
    const named = of.methods.filter((method) => method.name === name)
    const fitting = named.find((method) => fits(method, count))
    const chosen = fitting ?? (named.length === 1 ? named[0] : undefined)
    if (chosen && bodyOfFunction(chosen.node)) return [{ linked, scope: chosen }]
    if (chosen) return this.#implementations(linked, of, name, count, matters)
    if (depth > 4) return []
    for (const parent of of.parents) {
      const found = this.#classNamed(linked.values.typePath(parent), linked, matters)
      const inherited = found && this.#methods(found.linked, found.of, name, count, matters, depth + 1)
      if (inherited && inherited.length > 0) return inherited
    }
    return []
  }

  /** A method without a body: what those who promise it do, as far as they stand beside it. */
  #implementations(linked: Linked, of: ClassOf, name: string, count: number, matters: boolean): Target[] {
    if (matters) this.#want(this.#names?.siblings(linked.unit.path) ?? [])
    const targets: Target[] = []
    for (const file of [linked, ...this.files.values()]) {
      for (const other of file.classes.values()) {
        if (!other.parents.includes(of.name)) continue
        const method = other.methods.find(
          (one) => one.name === name && fits(one, count) && bodyOfFunction(one.node),
        )
        if (method) targets.push({ linked: file, scope: method })
      }
    }
    return targets.slice(0, 8)
  }

  /** The file that a class stands in, among those that were read. */
  fileOfClass(type: string, from: Linked): Unit | undefined {
    const simple = type.replace(/^.*\./, '')
    if (from.classes.has(simple)) return from.unit
    for (const path of modulePaths(this.#names, type, from.unit, 'class')) {
      const file = path === this.main.unit.path ? this.main : this.files.get(path)
      if (file?.classes.has(simple)) return file.unit
    }
    return undefined
  }

  #classNamed(type: string, from: Linked, matters: boolean): { linked: Linked; of: ClassOf } | undefined {
    const simple = type
      .replace(/\.new\(\)$/, '')
      .replace(/\(\)/g, '')
      .replace(/^.*\./, '')
    if (!type.includes('.') || hasBareFields(from.unit.language)) {
      const own = from.classes.get(simple)
      if (own && (!type.includes('.') || type.endsWith(`.${simple}`))) return { linked: from, of: own }
    }
    if (type.includes('()')) return undefined
    for (const path of modulePaths(this.#names, type, from.unit, 'class')) {
      const file = this.files.get(path)
      const of = file?.classes.get(simple)
      if (file && of) return { linked: file, of }
      if (!file && matters) this.#want([path])
    }
    return undefined
  }

  #imported(path: string, from: Linked, matters: boolean): Target[] {
    if (path === '' || !this.#names || path.includes('()')) return []
    const name = path.slice(path.lastIndexOf('.') + 1)
    for (const file of modulePaths(this.#names, path, from.unit, 'function')) {
      const linked = this.files.get(file)
      if (!linked) {
        if (matters) this.#want([file])
        continue
      }
      const scope = linked.values.functionNamed(name)
      if (scope) return [{ linked, scope }]
      const of = linked.classes.get(name)
      const made = of?.methods.find(({ name }) => /^(?:__init__|constructor|__construct)$/.test(name))
      if (of && made) return [{ linked, scope: made, makes: path }]
    }
    return []
  }

  /** `name`: only those of them that declare it, written as `path#name`. */
  #want(paths: readonly string[], name?: string): void {
    for (const path of paths)
      if (!this.files.has(path)) this.wanted.add(name === undefined ? path : `${path}#${name}`)
  }
}

function fits(method: FunctionScope, count: number): boolean {
  const own = method.parameters.filter(
    (parameter) => parameter.name !== 'self' && parameter.name !== 'cls',
  ).length
  return own === count
}
