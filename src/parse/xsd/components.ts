import { keyOf, valueAt, type XmlElement } from '../xml/element.ts'
import { resolvePath, schemasOf } from './closure.ts'
import { XS } from './names.ts'

/** A `schema` element with the namespace its names are in: that of its includer where it has none itself. */
export interface SchemaDocument {
  root: XmlElement
  targetNamespace: string
  /** Whether it took the namespace of its includer. */
  chameleon: boolean
}

/** A global element, type, group… */
export interface Component {
  name: { uri: string; local: string }
  node: XmlElement
  document: SchemaDocument
  /** What `redefine` replaced by it. */
  original?: Component
}

export type ComponentKind = 'element' | 'type' | 'group' | 'attributeGroup' | 'attribute'

const KINDS: Readonly<Record<string, ComponentKind>> = {
  element: 'element',
  complexType: 'type',
  simpleType: 'type',
  group: 'group',
  attributeGroup: 'attributeGroup',
  attribute: 'attribute',
}

export type Components = Record<ComponentKind, Map<string, Component>>

/** The global components of documents and of what they include, import, redefine and override. */
export class ComponentReader {
  readonly components: Components = {
    element: new Map(),
    type: new Map(),
    group: new Map(),
    attributeGroup: new Map(),
    attribute: new Map(),
  }
  readonly documents: SchemaDocument[] = []
  readonly #files: ReadonlyMap<string, XmlElement>
  readonly #seen = new Map<XmlElement, Set<string>>()

  constructor(files: ReadonlyMap<string, XmlElement>) {
    this.#files = files
  }

  /** The schemas of a document, in the namespace of the schema that includes them, if any. */
  read(root: XmlElement, includer = ''): void {
    const work = schemasOf(root).map((schema) => ({ schema, includer }))
    // A list of what is left, and no recursion: a chain of includes may be long.
    for (let next = work.shift(); next; next = work.shift()) {
      const written = valueAt(next.schema, 'targetNamespace')
      const targetNamespace = written ?? next.includer
      const seen = this.#seen.get(next.schema) ?? new Set()
      this.#seen.set(next.schema, seen)
      if (seen.has(targetNamespace)) continue
      seen.add(targetNamespace)
      const chameleon = written === undefined && targetNamespace !== ''
      const document = { root: next.schema, targetNamespace, chameleon }
      this.documents.push(document)
      for (const child of next.schema.children) {
        if (child.uri !== XS) continue
        if (child.local === 'redefine' || child.local === 'override') {
          for (const replacing of child.children) this.#add(replacing, document)
        } else this.#add(child, document)
        const target = this.#target(child)
        for (const schema of target ? schemasOf(target) : []) {
          work.push({ schema, includer: child.local === 'import' ? '' : targetNamespace })
        }
      }
    }
  }

  #target(child: XmlElement): XmlElement | undefined {
    if (!['include', 'import', 'redefine', 'override'].includes(child.local)) return undefined
    const location = valueAt(child, 'schemaLocation')
    const path = location === undefined ? undefined : resolvePath(child.source.path, location)
    return path === undefined ? undefined : this.#files.get(path)
  }

  #add(node: XmlElement, document: SchemaDocument): void {
    const kind = Object.hasOwn(KINDS, node.local) ? KINDS[node.local] : undefined
    const local = valueAt(node, 'name')
    if (node.uri !== XS || !kind || local === undefined) return
    const name = { uri: document.targetNamespace, local }
    const known = this.components[kind].get(keyOf(name))
    const component = { name, node, document }
    if (!known) this.components[kind].set(keyOf(name), component)
    else if (isRedefinition(known.node) && !known.original) known.original = component
  }
}

function isRedefinition({ parent }: XmlElement): boolean {
  return parent?.local === 'redefine' && parent.uri === XS
}
