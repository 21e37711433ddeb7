import {
  attributeAt,
  childrenNamed,
  keyOf,
  qualifiedName,
  valueAt,
  type QName,
  type XmlElement,
} from '../xml/element.ts'
import { ComponentReader, type Component, type Components, type SchemaDocument } from './components.ts'
import { readComplexType } from './complex-types.ts'
import { isTrue, XS } from './names.ts'
import { builtInType, readSimpleType } from './simple-types.ts'
import type { ComplexType, ElementDeclaration, Particle, SimpleType, Type } from './types.ts'

/** Longest chain of types, each derived from the next: beyond it a schema is made to exhaust its reader. */
const MAX_CHAIN = 100

/** The schemas of one version of a contract: their components, and what their types ask for. */
export class SchemaSet {
  readonly components: Components
  readonly documents: readonly SchemaDocument[]
  /** Names that are used and declared nowhere in the repository. */
  readonly unknown = new Set<string>()
  readonly #types = new Map<XmlElement, Map<string, Type>>()
  readonly #declarations = new Map<XmlElement, Map<string, ElementDeclaration>>()
  readonly #groups = new Map<XmlElement, Map<string, Particle | undefined>>()
  readonly #open = new Set<XmlElement>()
  #members: Map<string, Component[]> | undefined
  #derived: Map<string, Component[]> | undefined

  constructor(roots: readonly XmlElement[], files: ReadonlyMap<string, XmlElement>) {
    const reader = new ComponentReader(files)
    for (const root of roots) reader.read(root)
    this.components = reader.components
    this.documents = reader.documents
  }

  /** A name in an attribute; in a schema that took its includer's namespace, names without one are in it too. */
  name(node: XmlElement, written: string, document: SchemaDocument): QName {
    const name = qualifiedName(node, written)
    return name.uri === '' && document.chameleon ? { ...name, uri: document.targetNamespace } : name
  }

  typeNamed(name: QName): Type {
    if (name.uri === XS) return builtInType(name.local)
    const component = this.components.type.get(keyOf(name))
    if (component) return this.typeOf(component)
    this.unknown.add(keyOf(name))
    return { kind: 'unknown', name }
  }

  typeOf({ node, document, name }: Component): Type {
    return this.typeAt(node, document, name)
  }

  /** The type that a `simpleType` or `complexType` element defines. */
  typeAt(node: XmlElement, document: SchemaDocument, name?: QName): Type {
    const known = this.#types.get(node)?.get(document.targetNamespace)
    if (known) return known
    // A type that is derived from itself, or from a hundred others, is not told apart from an unknown one.
    if (this.#open.has(node) || this.#open.size > MAX_CHAIN) {
      const self = name ?? { uri: document.targetNamespace, local: 'anonymous' }
      this.unknown.add(keyOf(self))
      return { kind: 'unknown', name: self }
    }
    this.#open.add(node)
    const type =
      node.local === 'simpleType'
        ? readSimpleType(this, node, document, name)
        : readComplexType(this, node, document, name)
    this.#open.delete(node)
    const types = this.#types.get(node) ?? new Map<string, Type>()
    this.#types.set(node, types.set(document.targetNamespace, type))
    return type
  }

  /** The content of a group, read once: groups that name each other can stand for far more than their text. */
  group({ node, document }: Component, read: () => Particle | undefined): Particle | undefined {
    const known = this.#groups.get(node) ?? new Map<string, Particle | undefined>()
    this.#groups.set(node, known)
    if (!known.has(document.targetNamespace)) known.set(document.targetNamespace, read())
    return known.get(document.targetNamespace)
  }

  /** The type as a simple one; a complex type with text in it gives that, any other counts as text. */
  simple(type: Type): SimpleType {
    if (type.kind === 'simple') return type
    if (type.kind === 'complex') return type.simple ?? builtInSimple('anySimpleType')
    const facets = { patterns: [], limits: new Map(), assertions: [] }
    return {
      kind: 'simple',
      name: type.name,
      atoms: [{ variety: 'unknown', name: keyOf(type.name), facets }],
    }
  }

  /** What an `element` element declares or refers to. */
  element(node: XmlElement, document: SchemaDocument): ElementDeclaration {
    const cached = this.#declarations.get(node)?.get(document.targetNamespace)
    if (cached) return cached
    const declaration = this.#element(node, document)
    const known = this.#declarations.get(node) ?? new Map<string, ElementDeclaration>()
    this.#declarations.set(node, known.set(document.targetNamespace, declaration))
    return declaration
  }

  elementOf({ node, document }: Component): ElementDeclaration {
    return this.element(node, document)
  }

  #element(node: XmlElement, document: SchemaDocument): ElementDeclaration {
    const ref = valueAt(node, 'ref')
    if (ref !== undefined) {
      const name = this.name(node, ref, document)
      const global = this.components.element.get(keyOf(name))
      if (global) return { ...this.element(global.node, global.document), node }
      this.unknown.add(keyOf(name))
      const type = (): Type => ({ kind: 'unknown', name })
      return { name, node, declaration: node, nillable: false, abstract: false, type, constraints: [] }
    }
    const fixed = attributeAt(node, 'fixed')
    const initial = attributeAt(node, 'default')
    return {
      name: { uri: this.#namespaceOf(node, document, 'element'), local: valueAt(node, 'name') ?? '' },
      node,
      declaration: node,
      nillable: isTrue(valueAt(node, 'nillable')),
      abstract: isTrue(valueAt(node, 'abstract')),
      ...(fixed && { fixed }),
      ...(initial && { default: initial }),
      type: () => this.#typeOfElement(node, document),
      constraints: ['key', 'unique', 'keyref'].flatMap((local) => childrenNamed(node, XS, local)),
    }
  }

  #typeOfElement(node: XmlElement, document: SchemaDocument, hops = 0): Type {
    const written = valueAt(node, 'type')
    if (written !== undefined) return this.typeNamed(this.name(node, written, document))
    const inline = node.children.find(
      ({ uri, local }) => uri === XS && (local === 'simpleType' || local === 'complexType'),
    )
    if (inline) return this.typeAt(inline, document)
    // Without a type of its own, a member of a substitution group has that of its head (XML Schema 1 3.3.2).
    const head = valueAt(node, 'substitutionGroup')?.split(/\s+/)[0]
    const component = head && this.components.element.get(keyOf(this.name(node, head, document)))
    if (component && hops < MAX_CHAIN)
      return this.#typeOfElement(component.node, component.document, hops + 1)
    return builtInType('anyType')
  }

  /** The namespace a declaration's name is in: by `form`, else as the schema says for all (default: none). */
  attributeNamespace(node: XmlElement, document: SchemaDocument): string {
    return this.#namespaceOf(node, document, 'attribute')
  }

  #namespaceOf(node: XmlElement, document: SchemaDocument, kind: 'element' | 'attribute'): string {
    const isGlobal = node.parent?.uri === XS && ['schema', 'redefine', 'override'].includes(node.parent.local)
    const form = valueAt(node, 'form') ?? valueAt(document.root, `${kind}FormDefault`)
    if (isGlobal || form === 'qualified') return document.targetNamespace
    return valueAt(node, 'targetNamespace') ?? ''
  }

  /** Elements that may stand in the place of another, directly or through others. */
  members(head: QName): ElementDeclaration[] {
    this.#members ??= this.#index('element', (node) => valueAt(node, 'substitutionGroup')?.split(/\s+/) ?? [])
    return this.#below(this.#members, keyOf(head)).map((component) => this.elementOf(component))
  }

  /** Named complex types that may be asked for by `xsi:type` where `base` is declared. */
  derivedFrom(base: QName): ComplexType[] {
    this.#derived ??= this.#index('type', (node) =>
      childrenNamed(node, XS, 'complexContent').flatMap(({ children }) =>
        children.flatMap((derivation) => valueAt(derivation, 'base') ?? []),
      ),
    )
    return this.#below(this.#derived, keyOf(base)).flatMap((component) => {
      const type = this.typeOf(component)
      return type.kind === 'complex' ? [type] : []
    })
  }

  #index(kind: 'element' | 'type', above: (node: XmlElement) => string[]): Map<string, Component[]> {
    const index = new Map<string, Component[]>()
    for (const component of this.components[kind].values()) {
      for (const written of above(component.node)) {
        const key = keyOf(this.name(component.node, written, component.document))
        const below = index.get(key)
        if (below) below.push(component)
        else index.set(key, [component])
      }
    }
    return index
  }

  #below(index: ReadonlyMap<string, Component[]>, key: string): Component[] {
    const found = new Set<Component>()
    const work = [...(index.get(key) ?? [])]
    for (let next = work.pop(); next; next = work.pop()) {
      if (found.has(next)) continue
      found.add(next)
      work.push(...(index.get(keyOf(next.name)) ?? []))
    }
    return [...found]
  }
}

function builtInSimple(name: string): SimpleType {
  const type = builtInType(name)
  if (type.kind !== 'simple') throw new Error(`${name} is not simple`)
  return type
}
