import { keyOf, valueAt, type XmlElement } from '../xml/element.ts'
import type { SchemaDocument } from './components.ts'
import { XS } from './names.ts'
import type { SchemaSet } from './schema-set.ts'
import type { Particle, Wildcard } from './types.ts'

/** Groups inside groups that are followed. */
const MAX_NESTING = 100

/** A `sequence`, `choice`, `all`, `group`, `element` or `any` element as a content model. */
export function readParticle(
  set: SchemaSet,
  node: XmlElement,
  document: SchemaDocument,
): Particle | undefined {
  return read(set, node, document, [])
}

function read(
  set: SchemaSet,
  node: XmlElement,
  document: SchemaDocument,
  groups: readonly XmlElement[],
): Particle | undefined {
  if (node.uri !== XS) return undefined
  const min = times(valueAt(node, 'minOccurs'))
  const max = times(valueAt(node, 'maxOccurs'))
  if (max === 0) return undefined
  switch (node.local) {
    case 'element':
      return { kind: 'element', declaration: set.element(node, document), min, max, node }
    case 'any':
      return { kind: 'any', wildcard: readWildcard(node, document), min, max, node }
    case 'sequence':
    case 'choice':
    case 'all': {
      const items = node.children.flatMap((child) => read(set, child, document, groups) ?? [])
      return { kind: node.local, items, min, max, node }
    }
    case 'group':
      return readGroup(set, node, document, groups, { min, max })
    default:
      return undefined
  }
}

function readGroup(
  set: SchemaSet,
  node: XmlElement,
  document: SchemaDocument,
  groups: readonly XmlElement[],
  range: { min: number; max: number },
): Particle | undefined {
  const name = set.name(node, valueAt(node, 'ref') ?? '', document)
  const named = set.components.group.get(keyOf(name))
  // In a `redefine`, a group that names itself means what it replaces.
  const group = named && groups.includes(named.node) ? named.original : named
  const unknown = { kind: 'unknown' as const, name: keyOf(name), node, ...range }
  if (!group) set.unknown.add(keyOf(name))
  if (!group || groups.includes(group.node) || groups.length >= MAX_NESTING) return unknown
  const model = group.node.children.find(
    ({ uri, local }) => uri === XS && ['sequence', 'choice', 'all'].includes(local),
  )
  const inner = model && set.group(group, () => read(set, model, group.document, [...groups, group.node]))
  return inner && { kind: 'sequence', items: [inner], ...range, node }
}

function times(written: string | undefined): number {
  if (written === undefined) return 1
  if (written === 'unbounded') return Infinity
  const number = Number(written)
  return Number.isInteger(number) && number >= 0 ? number : 1
}

export function readWildcard(node: XmlElement, { targetNamespace }: SchemaDocument): Wildcard {
  const process = valueAt(node, 'processContents')
  const excluded = valueAt(node, 'notNamespace')
  const written = (excluded ?? valueAt(node, 'namespace') ?? '##any').split(/\s+/).filter(Boolean)
  const uris = written.map((word) =>
    word === '##targetNamespace' || word === '##other' ? targetNamespace : word === '##local' ? '' : word,
  )
  const other = written.includes('##other')
  return {
    node,
    // `##other` keeps out names without a namespace too (XML Schema 1.0 part 1 section 3.10.1).
    namespaces: written.includes('##any') ? 'any' : new Set(other ? [...uris, ''] : uris),
    not: other || excluded !== undefined,
    process: process === 'lax' || process === 'skip' ? process : 'strict',
  }
}
