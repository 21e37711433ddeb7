import {
  attributeAt,
  childNamed,
  keyOf,
  qualifiedName,
  valueAt,
  type QName,
  type XmlElement,
} from '../xml/element.ts'
import type { SchemaDocument } from './components.ts'
import { isTrue, XS } from './names.ts'
import { readParticle, readWildcard } from './particles.ts'
import type { SchemaSet } from './schema-set.ts'
import { baseOf, builtInType, restrict } from './simple-types.ts'
import type { AttributeUse, ComplexType, Particle, Type, Wildcard } from './types.ts'

const WSDL = 'http://schemas.xmlsoap.org/wsdl/'
const MAX_GROUPS = 1000

/** What a `complexType` element defines, with what it takes over from the type it is derived from. */
export function readComplexType(
  set: SchemaSet,
  node: XmlElement,
  document: SchemaDocument,
  name?: QName,
): ComplexType {
  const content = childNamed(node, XS, 'complexContent') ?? childNamed(node, XS, 'simpleContent')
  const derivation = childNamed(content, XS, 'extension') ?? childNamed(content, XS, 'restriction')
  const holder = derivation ?? node
  const attributes = new Map<string, AttributeUse>()
  const own = {
    kind: 'complex' as const,
    ...(name && { name }),
    node,
    abstract: isTrue(valueAt(node, 'abstract')),
    mixed: isTrue(valueAt(content, 'mixed') ?? valueAt(node, 'mixed')),
    attributes,
    assertions: holder.children.filter(
      ({ uri, local }) => uri === XS && (local === 'assert' || local === 'openContent'),
    ),
  }
  const base = derivation && baseOf(set, derivation, document, name)
  const extends_ = derivation?.local === 'extension'
  if (base?.kind === 'complex') for (const [key, use] of base.attributes) attributes.set(key, use)
  const fresh = readAttributes(set, holder, document, attributes)
  const anyAttribute = fresh ?? (extends_ && base?.kind === 'complex' ? base.anyAttribute : undefined)
  const rest = { ...own, ...(anyAttribute && { anyAttribute }) }
  if (content?.local === 'simpleContent' && derivation && base) {
    const simple = set.simple(base)
    return { ...rest, simple: extends_ ? simple : { ...simple, atoms: restrict(simple, derivation) } }
  }
  const particle = contentOf(set, holder, document)
  if (!extends_) return { ...rest, ...(particle && { particle }) }
  const whole = inSequence(node, inherited(base, node), particle)
  const mixed = own.mixed || (base?.kind === 'complex' && base.mixed)
  return { ...rest, mixed, ...(whole && { particle: whole }) }
}

function contentOf(set: SchemaSet, holder: XmlElement, document: SchemaDocument): Particle | undefined {
  const model = holder.children.find(
    ({ uri, local }) => uri === XS && ['sequence', 'choice', 'all', 'group'].includes(local),
  )
  return model && readParticle(set, model, document)
}

function inherited(base: Type | undefined, node: XmlElement): Particle | undefined {
  if (base?.kind === 'complex') return base.particle
  if (base?.kind !== 'unknown') return undefined
  return { kind: 'unknown', name: keyOf(base.name), node, min: 1, max: 1 }
}

function inSequence(
  node: XmlElement,
  first: Particle | undefined,
  second: Particle | undefined,
): Particle | undefined {
  if (!first || !second) return first ?? second
  return { kind: 'sequence', items: [first, second], min: 1, max: 1, node }
}

/** Adds the attributes written in an element and its groups; answers the wildcard, if one is written. */
function readAttributes(
  set: SchemaSet,
  holder: XmlElement,
  document: SchemaDocument,
  attributes: Map<string, AttributeUse>,
): Wildcard | undefined {
  let any: Wildcard | undefined
  const seen = new Set<XmlElement>()
  const visit = (at: XmlElement, of: SchemaDocument, depth: number): void => {
    if (seen.has(at) || seen.size > MAX_GROUPS || depth > MAX_GROUPS) return
    seen.add(at)
    for (const child of at.children) {
      if (child.uri !== XS) continue
      if (child.local === 'attribute') addAttribute(set, child, of, attributes)
      else if (child.local === 'anyAttribute') any = readWildcard(child, of)
      else if (child.local === 'attributeGroup') {
        const name = set.name(child, valueAt(child, 'ref') ?? '', of)
        const group = set.components.attributeGroup.get(keyOf(name))
        const target = group && seen.has(group.node) ? group.original : group
        if (target) visit(target.node, target.document, depth + 1)
        else if (!group) set.unknown.add(keyOf(name))
      }
    }
  }
  visit(holder, document, 0)
  return any
}

function addAttribute(
  set: SchemaSet,
  node: XmlElement,
  document: SchemaDocument,
  attributes: Map<string, AttributeUse>,
): void {
  const ref = valueAt(node, 'ref')
  const refName = ref === undefined ? undefined : set.name(node, ref, document)
  const global = refName && set.components.attribute.get(keyOf(refName))
  const written = global ?? { node, document }
  const name = refName ?? {
    uri: set.attributeNamespace(node, document),
    local: valueAt(node, 'name') ?? '',
  }
  const use = valueAt(node, 'use')
  if (use === 'prohibited') {
    attributes.delete(keyOf(name))
    return
  }
  const fixed = attributeAt(node, 'fixed') ?? attributeAt(written.node, 'fixed')
  const initial = attributeAt(node, 'default') ?? attributeAt(written.node, 'default')
  const array = attributeAt(node, 'arrayType', WSDL)
  const type = (): ReturnType<AttributeUse['type']> => {
    const named = valueAt(written.node, 'type')
    const inline = childNamed(written.node, XS, 'simpleType')
    if (named !== undefined) return set.simple(set.typeNamed(set.name(written.node, named, written.document)))
    return set.simple(inline ? set.typeAt(inline, written.document) : builtInType('anySimpleType'))
  }
  attributes.set(keyOf(name), {
    name,
    required: use === 'required',
    node,
    type,
    ...(fixed && { fixed }),
    ...(initial && { default: initial }),
    ...(array && { arrayType: qualifiedName(node, array.value) }),
  })
}
