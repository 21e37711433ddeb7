import type { XmlElement } from '../../../src/parse/xml/element.ts'
import type { AttributeUse, ComplexType, ElementDeclaration } from '../../../src/parse/xsd/types.ts'
import { lowerFirst, placeOf, type Fact } from './fact.ts'
import type { Names } from './names.ts'

export interface AttributeDifference {
  facts: Fact[]
  /** Attributes of both versions: their types are compared too. */
  common: [AttributeUse, AttributeUse][]
}

/** What attributes two versions of a type allow and ask for. */
export function compareAttributes(
  base: ComplexType,
  head: ComplexType,
  nodes: { base: XmlElement; head: XmlElement },
  names: Names,
  owner: string,
): AttributeDifference {
  const before = new Map([...base.attributes.values()].map((use) => [names.key('base', use.name), use]))
  const after = new Map([...head.attributes.values()].map((use) => [names.key('head', use.name), use]))
  const facts: Fact[] = []
  const common: AttributeDifference['common'] = []
  for (const [key, use] of before) {
    const partner = after.get(key)
    if (partner) {
      common.push([use, partner])
      facts.push(...compareUses(use, partner, owner))
    } else {
      facts.push({
        kind: 'attribute removed',
        // A wildcard that was there before and still is lets the attribute through as any other.
        ...(!head.anyAttribute && { narrow: 'error' as const }),
        widen: use.required ? 'error' : 'warning',
        side: 'base',
        node: use.node,
        other: nodes.head,
        words: `Attribute \`${use.name.local}\` is removed from ${owner}`,
      })
    }
  }
  for (const [key, use] of after) {
    if (before.has(key)) continue
    facts.push({
      kind: 'attribute added',
      ...(use.required && { narrow: 'error' as const }),
      widen: use.required && !base.anyAttribute ? 'error' : 'note',
      side: 'head',
      node: use.node,
      other: nodes.base,
      words: `${use.required ? 'Required attribute' : 'Attribute'} \`${use.name.local}\` is added to ${owner}`,
    })
  }
  return { facts: [...facts, ...compareWildcards(base, head, nodes, owner)], common }
}

function compareUses(base: AttributeUse, head: AttributeUse, owner: string): Fact[] {
  const name = `Attribute \`${base.name.local}\` of ${owner}`
  const facts = compareFixed(base, head, name, head.node)
  if (base.required !== head.required) {
    facts.push({
      kind: 'use changed',
      ...(head.required ? { narrow: 'error' as const } : { widen: 'error' as const }),
      side: 'head',
      node: placeOf(head.node, 'use'),
      other: placeOf(base.node, 'use'),
      words: `${name} was ${base.required ? 'required and is optional' : 'optional and is required'}`,
    })
  }
  const dimensions = ({ arrayType }: AttributeUse): string | undefined =>
    arrayType?.local.replace(/^[^[]*/, '')
  if (dimensions(base) !== dimensions(head)) {
    facts.push({
      kind: 'array type changed',
      narrow: 'error',
      widen: 'error',
      side: 'head',
      node: head.node,
      other: base.node,
      words: `The array type of ${owner} changes`,
    })
  }
  return facts
}

function compareWildcards(
  base: ComplexType,
  head: ComplexType,
  nodes: { base: XmlElement; head: XmlElement },
  owner: string,
): Fact[] {
  const [from, to] = [base.anyAttribute, head.anyAttribute]
  if (from && !to) {
    const words = `${owner} no longer lets any attribute through`
    return [
      { kind: 'wildcard removed', narrow: 'error', side: 'base', node: from.node, other: nodes.head, words },
    ]
  }
  if (to && !from) {
    const words = `${owner} now lets any attribute through`
    return [{ kind: 'wildcard added', widen: 'note', side: 'head', node: to.node, other: nodes.base, words }]
  }
  return []
}

/** `fixed` and `default` of an element or attribute. */
export function compareFixed(
  base: Pick<ElementDeclaration, 'fixed' | 'default'>,
  head: Pick<ElementDeclaration, 'fixed' | 'default'>,
  name: string,
  holder: XmlElement,
): Fact[] {
  const [from, to] = [base.fixed, head.fixed]
  if (from?.value !== to?.value) {
    const node = to ?? from ?? holder
    const words = !from
      ? `${name} must now be \`${to?.value}\` (fixed)`
      : !to
        ? `${name} need no longer be \`${from.value}\` (fixed)`
        : `${name} must be \`${to.value}\` instead of \`${from.value}\` (fixed)`
    return [
      {
        kind: 'fixed changed',
        ...(to && { narrow: 'error' as const }),
        ...(from && { widen: 'error' as const }),
        side: to ? 'head' : 'base',
        node,
        words,
      },
    ]
  }
  const [old, fresh] = [base.default, head.default]
  if (old?.value === fresh?.value || !old) return []
  const words = fresh
    ? `The default of ${lowerFirst(name)} changes from \`${old.value}\` to \`${fresh.value}\``
    : `The default \`${old.value}\` of ${lowerFirst(name)} is removed`
  const side = fresh ? 'head' : 'base'
  return [{ kind: 'default changed', narrow: 'warning', widen: 'warning', side, node: fresh ?? old, words }]
}
