import type { SyntaxNode } from '../../code/index.ts'
import type { FactWriter } from '../fact-writer.ts'
import type { FileFacts } from '../facts.ts'
import { lostTypes } from '../lost-types.ts'
import { entryOf } from '../paths.ts'
import type { Base } from './java.ts'
import { sameOwner, splitFullName } from './names.ts'
import {
  CALLED_BY_RUNTIME,
  HANDED_BY_TYPE,
  INERT,
  LIBRARY_TYPES,
  MOCK_ANNOTATIONS,
  ROUTES,
  STARTS_CONTAINER,
  TEST_ANNOTATIONS,
} from './words.ts'

/** What speaks it starts a container; classes that one makes answer to it. */
const CONTAINER = 'jvm:container'
const FULL_NAME = /^(?:[a-z_]\w*\.)+[A-Z]\w*$/

interface Holder {
  /** Whether it implements or extends something that is not of this repository, as far as names tell. */
  hasForeignBase: boolean
  /** Generated code calls what it holds. */
  isImplemented: boolean
  /** Paths that stand before those of its methods. */
  paths: string[]
  isTestCase: boolean
  /** OSGi finds the method that takes a service back by its name, of which only the other half is annotated. */
  isHandedServices: boolean
}

/** What Java and Kotlin have in common: packages, classes, annotations, what frameworks and runners make of them. */
export class JvmFile {
  package = ''
  private readonly writer: FactWriter
  private readonly root: SyntaxNode
  private readonly imports = new Map<string, string>()
  private readonly wild: string[] = []
  private readonly staticHolders: string[] = []
  private readonly topTypes: number[] = []
  private readonly holders = new Map<number, Holder>()
  private readonly mocked = new Set<string>()
  private readonly real = new Set<string>()

  constructor(writer: FactWriter, root: SyntaxNode) {
    this.writer = writer
    this.root = root
    writer.unit('module', '', root, 0)
  }

  /** `import a.b.C`, `import a.b.*`, `import static a.b.C.f`. */
  import(name: string, isWild: boolean, isStatic: boolean, alias?: string): void {
    const { type, nested } = splitFullName(name)
    const simple = type.slice(type.lastIndexOf('.') + 1)
    if (isWild && type === name && !/^[A-Z]/.test(simple)) {
      this.wild.push(name)
      return
    }
    this.imports.set(simple, type)
    const local = alias ?? (isStatic ? simple : (nested.at(-1) ?? simple))
    this.writer.import(type, [[simple, local]])
    if (local !== simple) this.imports.set(local, type)
    // Members of it are named without it.
    if (isStatic || isWild || /^[a-z]/.test(nested.at(-1) ?? '')) this.staticHolders.push(local)
  }

  declare(node: SyntaxNode, name: string, outer: number, bases: readonly Base[]): number {
    const nested = outer !== 0
    const annotations = annotationsOf(node)
    const names = annotations.map(annotationName)
    const aliveWith = bases.flatMap(({ name: base, parameters }) => [
      ...(base === '' ? [] : [base.split('.').find((part) => /^[A-Z]/.test(part)) ?? base]),
      ...(HANDED_BY_TYPE.test(base) ? parameters : []),
    ])
    const inContainer = names.some((one) => !INERT.has(one))
    const unit = this.writer.unit('class', name, node, outer, {
      ...(nested && { always: true }),
      ...(aliveWith.length > 0 && { aliveWith }),
      ...(inContainer && { entry: [CONTAINER] }),
    })
    if (!nested) {
      this.topTypes.push(unit)
      this.writer.facts.exports.push([name, name])
      // What stands outside of functions runs when the class is made.
      this.writer.import('.', [], 'lazy', unit)
    }
    this.holders.set(unit, {
      hasForeignBase: bases.some(({ name: base }) => this.isForeign(base)),
      isImplemented: names.some((one) => /^(?:Mapper|Dao|FeignClient|Aspect)$/.test(one)),
      paths: annotations.flatMap((one) => (ROUTES.test(annotationName(one)) ? pathsOf(one) : [])),
      isTestCase: bases.some(({ name: base }) => base.endsWith('TestCase')) || names.includes('Test'),
      isHandedServices: node.child('body')?.text.includes('@Reference') === true,
    })
    if (names.includes('Test') || bases.some(({ name: base }) => isSpecBase(base)))
      this.writer.facts.registersTests = 'loaded'
    for (const { name: base } of bases) if (STARTS_CONTAINER.test(base)) this.writer.property(unit, CONTAINER)
    return unit
  }

  method(
    node: SyntaxNode,
    name: string,
    holder: number,
    { isConstructor, isAccessor }: { isConstructor: boolean; isAccessor: boolean },
  ): number {
    const held = this.holders.get(holder)
    const annotations = annotationsOf(node)
    const names = annotations.map(annotationName)
    if (
      names.some((one) => TEST_ANNOTATIONS.has(one)) ||
      (held?.isTestCase === true && name.startsWith('test'))
    )
      this.writer.facts.registersTests = 'loaded'
    const overrides = names.includes('Override') || modifiersOf(node).includes('override')
    const routes = annotations.filter((one) => ROUTES.test(annotationName(one)))
    const called =
      names.some((one) => !INERT.has(one) && !ROUTES.test(one)) ||
      (held?.isHandedServices === true && /^(?:remove|unset|unbind|unregister)[A-Z]/.test(name))
    const entry = routes.length > 0 ? this.entriesOf(routes, held) : []
    const always =
      isConstructor ||
      isAccessor ||
      called ||
      CALLED_BY_RUNTIME.has(name) ||
      held?.isImplemented === true ||
      (overrides && held?.hasForeignBase === true)
    return this.writer.unit('member', name, node, holder, {
      ...(always && { always: true }),
      ...(overrides && { inObject: true }),
      ...(entry.length > 0 && { entry }),
    })
  }

  /** Names of a route: the last constant segment of its path, and constants that its path is made of. */
  private entriesOf(routes: readonly SyntaxNode[], held: Holder | undefined): string[] {
    const own = routes.flatMap(pathsOf)
    const entries = (own.length > 0 ? own : ['']).map((path) => entryOf([path, ...(held?.paths ?? [])]))
    for (const route of routes) {
      for (const node of route.child('arguments')?.walk() ?? [])
        if (node.type === 'identifier' && /^[A-Z][A-Z\d_]+$/.test(node.text)) entries.push(node.text)
    }
    return [...new Set(entries)]
  }

  type(unit: number, name: string): void {
    if (name.includes('.')) {
      const { type } = splitFullName(name)
      const simple = type.slice(type.lastIndexOf('.') + 1)
      this.writer.import(type, [[simple, type]], 'lazy', unit)
      this.writer.name(unit, type)
      return
    }
    this.writer.name(unit, name)
    if (STARTS_CONTAINER.test(name)) this.writer.property(unit, CONTAINER)
  }

  identifier(unit: number, name: string): void {
    if (/^[A-Z]/.test(name)) this.type(unit, name)
  }

  text(unit: number, text: string): void {
    if (FULL_NAME.test(text)) this.type(unit, text)
    else this.writer.text(unit, text)
    // Languages of expressions (SpEL, Velocity) call methods by name.
    for (const [, name = ''] of text.matchAll(/\b([a-z]\w{0,80})\(/g)) this.writer.property(unit, name)
  }

  /** @param object the name before the dot; empty where it is an expression, undefined where there is none */
  calls(unit: number, object: string | undefined, name: string): void {
    if (object !== undefined && /^[A-Z]/.test(object)) {
      this.real.add(object)
      // What a library's class does is not ours.
      if (this.isForeign(object)) return
    }
    this.writer.property(unit, name)
    if (name === 'createInjector') this.writer.property(unit, CONTAINER)
  }

  annotated(unit: number, name: string, node: SyntaxNode): void {
    this.writer.name(unit, name)
    if (!STARTS_CONTAINER.test(name)) return
    // A slice for one class makes that one alone.
    const isSlice = name === 'WebMvcTest' && node.walk().some(({ type }) => type === 'class_literal')
    if (!isSlice) this.writer.property(unit, CONTAINER)
  }

  isRoute(annotation: string): boolean {
    return ROUTES.test(annotation)
  }

  constructs(type: string): void {
    this.real.add(type)
  }

  mocks(type: string): void {
    this.mocked.add(type)
  }

  field(_node: SyntaxNode, modifiers: SyntaxNode | undefined, type: string): void {
    const names = annotationsIn(modifiers).map(annotationName)
    if (names.some((name) => MOCK_ANNOTATIONS.has(name))) this.mocked.add(type)
    else if (names.length > 0) this.real.add(type)
  }

  finish(): FileFacts {
    const { facts } = this.writer
    for (const name of lostTypes(this.root)) {
      if (facts.exports.some(([known]) => known === name)) continue
      this.declare(this.root, name, 0, [])
      if (/@(?:Test|ParameterizedTest)\b/.test(this.root.text)) facts.registersTests = 'loaded'
    }
    facts.scope = [this.package, ...this.wild].map((name) => `${name}.*`)
    for (const unit of this.topTypes) for (const holder of this.staticHolders) this.writer.name(unit, holder)
    for (const type of this.mocked)
      if (!this.real.has(type)) facts.mocks.push(this.imports.get(type) ?? `${this.package}.${type}`)
    return this.writer.finish()
  }

  /** Whether a type comes from a library, as far as its import tells. */
  private isForeign(type: string): boolean {
    const simple = type.split('.')[0] ?? ''
    const imported = this.imports.get(simple)
    return imported === undefined ? LIBRARY_TYPES.has(simple) : !sameOwner(imported, this.package)
  }
}

/** Kotest's, Spock's and JUnit 3's tests are what their classes are made from. */
function isSpecBase(name: string): boolean {
  return /^(?:(?:String|Fun|Should|Describe|Behavior|Word|Free|Feature|Expect|Annotation)Spec|Specification)$/.test(
    name,
  )
}

export function annotationsOf(node: SyntaxNode): SyntaxNode[] {
  return annotationsIn(node.childOfType('modifiers'))
}

function annotationsIn(modifiers: SyntaxNode | undefined): SyntaxNode[] {
  return modifiers?.namedChildren.filter(({ type }) => type.endsWith('annotation')) ?? []
}

function modifiersOf(node: SyntaxNode): string[] {
  return node.childOfType('modifiers')?.text.split(/\s+/) ?? []
}

function annotationName(node: SyntaxNode): string {
  return /^@(?:\w+:)?(?:\w+\.)*(\w+)/.exec(node.text)?.[1] ?? ''
}

/** Strings in an annotation that may be its path. */
function pathsOf(annotation: SyntaxNode): string[] {
  const paths: string[] = []
  for (const node of annotation.walk()) {
    if (node.type !== 'string_fragment' && node.type !== 'string_content') continue
    const key = node.ancestor('element_value_pair')?.child('key')?.text
    if (key === undefined || /^(?:value|path|uri|uris|url)$/.test(key)) paths.push(node.text)
  }
  return paths
}
