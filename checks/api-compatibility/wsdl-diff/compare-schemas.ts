import { keyOf, valueAt, type XmlElement } from '../../../src/parse/xml/element.ts'
import type { SchemaSet } from '../../../src/parse/xsd/schema-set.ts'
import { alignNamespaces } from './align-namespaces.ts'
import type { Collector } from './collector.ts'
import { factsOf, TypeComparer, type Pair } from './compare-types.ts'
import type { Fact } from './fact.ts'
import { Names } from './names.ts'

/** What is known of the other contracts of the repository. */
export interface Surroundings {
  /** Whether a name (`{uri}local`) is declared in some other schema of the head. */
  isElsewhere: (key: string) => boolean
  /** Whether a WSDL includes a file: then what its operations do with it decides. */
  isJudged: (path: string) => boolean
}

/**
 * Compares schemas that no WSDL uses. Whoever writes documents of them is refused where they narrow; whoever
 * reads such documents meets something new where they widen.
 */
export function compareSchemaSets(
  base: SchemaSet,
  head: SchemaSet,
  { isElsewhere, isJudged }: Surroundings,
  collector: Collector,
): string[] {
  const names = new Names()
  const add = (fact: Fact, affected?: string): void => {
    const { source } = 'children' in fact.node ? fact.node : fact.node.element
    if (isJudged(source.path)) return
    if (fact.narrow) collector.add(fact, 'narrowed', fact.narrow, affected)
    else if (fact.widen) collector.add(fact, 'widened', fact.widen, affected)
  }
  for (const fact of alignNamespaces(base, head, names)) add(fact)
  const comparer = new TypeComparer({ base, head, names })
  const compared = new Set<XmlElement>()
  const visits = new Map<Pair, number>()
  const partner = (kind: 'element' | 'type'): Map<string, string> =>
    new Map([...head.components[kind]].map(([key, { name }]) => [names.key('head', name), key]))
  const visit = (pair: Pair, affected: string): void => {
    for (const fact of factsOf(pair, visits)) add(fact, affected)
  }
  const elements = partner('element')
  for (const [key, component] of base.components.element) {
    const other = head.components.element.get(elements.get(names.key('base', component.name)) ?? '')
    if (other) visit(comparer.element(base.elementOf(component), head.elementOf(other)), component.name.local)
    else if (!isElsewhere(key)) add(removed(component.node, 'Element', component.name.local))
  }
  for (const node of comparer.seenTypes) compared.add(node)
  const types = partner('type')
  const used = usedNames(base)
  for (const [key, component] of base.components.type) {
    if (compared.has(component.node)) continue
    const other = head.components.type.get(types.get(names.key('base', component.name)) ?? '')
    const name = `Type \`${component.name.local}\``
    if (other) {
      const use = { base: component.node, head: other.node, name }
      visit(comparer.type(base.typeOf(component), head.typeOf(other), use), component.name.local)
    } else if (!used.has(`type ${key}`) && !isElsewhere(key)) {
      // One that others use is compared where they use it.
      add(removed(component.node, 'Type', component.name.local))
    }
  }
  for (const fact of removedParts(base, head, names, used, isElsewhere)) add(fact)
  return [...comparer.undecided]
}

function removed(node: XmlElement, what: string, name: string): Fact {
  return {
    kind: 'declaration removed',
    narrow: 'error',
    side: 'base',
    node,
    words: `${what} \`${name}\` is removed`,
  }
}

/** What the schemas themselves refer to: `type {uri}local`, `group {uri}local`… */
function usedNames(set: SchemaSet): Set<string> {
  const used = new Set<string>()
  for (const document of set.documents) {
    const work = [document.root]
    for (let next = work.pop(); next; next = work.pop()) {
      const ref = valueAt(next, 'ref')
      if (ref !== undefined) used.add(`${next.local} ${keyOf(set.name(next, ref, document))}`)
      for (const attribute of ['type', 'base', 'itemType', 'memberTypes']) {
        for (const written of valueAt(next, attribute)?.split(/\s+/) ?? [])
          used.add(`type ${keyOf(set.name(next, written, document))}`)
      }
      work.push(...next.children)
    }
  }
  return used
}

/** Groups and attributes that nothing in the schemas uses are there for other schemas. */
function removedParts(
  base: SchemaSet,
  head: SchemaSet,
  names: Names,
  used: ReadonlySet<string>,
  isElsewhere: (key: string) => boolean,
): Fact[] {
  const words = { group: 'Group', attributeGroup: 'Attribute group', attribute: 'Attribute' } as const
  return (['group', 'attributeGroup', 'attribute'] as const).flatMap((kind) => {
    const still = new Set([...head.components[kind].values()].map(({ name }) => names.key('head', name)))
    return [...base.components[kind]].flatMap(([key, { node, name }]) =>
      used.has(`${kind} ${key}`) || still.has(names.key('base', name)) || isElsewhere(key)
        ? []
        : [removed(node, words[kind], name.local)],
    )
  })
}
