import { childrenNamed, valueAt, type XmlElement } from '../../../src/parse/xml/element.ts'
import type { SchemaDocument } from '../../../src/parse/xsd/components.ts'
import { XS } from '../../../src/parse/xsd/names.ts'
import type { SchemaSet } from '../../../src/parse/xsd/schema-set.ts'
import { placeOf, type Fact } from './fact.ts'
import type { Names } from './names.ts'

/**
 * Finds namespaces that were renamed and schemas whose local names moved into or out of their namespace: each is
 * one fact, and `names` is told to see past it, so that everything else is still compared.
 */
export function alignNamespaces(base: SchemaSet, head: SchemaSet, names: Names): Fact[] {
  return [...renamed(base, head, names), ...imported(base, head, names), ...requalified(base, head, names)]
}

function renamed(base: SchemaSet, head: SchemaSet, names: Names): Fact[] {
  const [before, after] = [byNamespace(base), byNamespace(head)]
  const gone = [...before].filter(([uri]) => !after.has(uri))
  const fresh = [...after].filter(([uri]) => !before.has(uri))
  return gone.flatMap(([uri, documents]): Fact[] => {
    const [old] = documents
    const scored = fresh
      .map(([other, candidates]) => ({
        other,
        node: candidates[0]?.root,
        score: likeness(documents, candidates),
      }))
      .filter(({ score }) => score >= 0.5)
      .toSorted((a, b) => b.score - a.score)
    const best = scored[0]
    if (!best?.node || !old) return []
    names.rename(uri, best.other)
    return [
      {
        kind: 'namespace changed',
        narrow: 'error',
        widen: 'error',
        side: 'head',
        node: placeOf(best.node, 'targetNamespace'),
        other: placeOf(old.root, 'targetNamespace'),
        words: `The namespace of the schema changes from \`${uri}\` to \`${best.other}\``,
      },
    ]
  })
}

/** A namespace of which no schema is in the repository is known by its import alone. */
function imported(base: SchemaSet, head: SchemaSet, names: Names): Fact[] {
  const foreign = ({ documents }: SchemaSet): Map<string, XmlElement> => {
    const own = new Set(documents.map(({ targetNamespace }) => targetNamespace))
    const imports = documents.flatMap(({ root }) => childrenNamed(root, XS, 'import'))
    return new Map(
      imports.flatMap((node) => {
        const uri = valueAt(node, 'namespace')
        return uri === undefined || own.has(uri) ? [] : [[uri, node] as const]
      }),
    )
  }
  const [before, after] = [foreign(base), foreign(head)]
  const gone = [...before].filter(([uri]) => !after.has(uri))
  const fresh = [...after].filter(([uri]) => !before.has(uri))
  const [old, now] = [gone[0], fresh[0]]
  if (!old || !now || gone.length !== 1 || fresh.length !== 1) return []
  names.rename(old[0], now[0])
  return [
    {
      kind: 'imported namespace changed',
      narrow: 'error',
      widen: 'error',
      side: 'head',
      node: placeOf(now[1], 'namespace'),
      other: placeOf(old[1], 'namespace'),
      words: `The schema imports \`${now[0]}\` instead of \`${old[0]}\``,
    },
  ]
}

function byNamespace({ documents }: SchemaSet): Map<string, SchemaDocument[]> {
  const found = new Map<string, SchemaDocument[]>()
  for (const document of documents) {
    const known = found.get(document.targetNamespace)
    if (known) known.push(document)
    else found.set(document.targetNamespace, [document])
  }
  return found
}

/** The share of the old global names that are there under the new namespace. */
function likeness(base: readonly SchemaDocument[], head: readonly SchemaDocument[]): number {
  const names = (documents: readonly SchemaDocument[]): Set<string> =>
    new Set(
      documents.flatMap(({ root }) =>
        root.children.flatMap((child) => {
          const name = valueAt(child, 'name')
          return name === undefined ? [] : [`${child.local} ${name}`]
        }),
      ),
    )
  const [before, after] = [names(base), names(head)]
  if (before.size === 0) return 0
  return [...before].filter((name) => after.has(name)).length / before.size
}

function requalified(base: SchemaSet, head: SchemaSet, names: Names): Fact[] {
  const after = byNamespace(head)
  return [...byNamespace(base)].flatMap(([uri, documents]): Fact[] => {
    const partner = [...after].find(([other]) => names.uri('head', other) === names.uri('base', uri))
    if (!partner || uri === '') return []
    return (['element', 'attribute'] as const).flatMap((kind): Fact[] => {
      const key = `${kind}FormDefault`
      const form = ({ root }: SchemaDocument): string => valueAt(root, key) ?? 'unqualified'
      const forms = [documents, partner[1]].map(
        (all) => new Set(all.filter((one) => uses(one, kind)).map(form)),
      )
      const [from, to] = forms.map((all) => (all.size === 1 ? [...all][0] : undefined))
      if (from === undefined || to === undefined || from === to) return []
      const [node, other] = [partner[1][0]?.root, documents[0]?.root]
      if (!node || !other) return []
      names.loosen(uri)
      return [
        {
          kind: `${key} changed`,
          narrow: 'error',
          widen: 'error',
          side: 'head',
          node: placeOf(node, key),
          other: placeOf(other, key),
          words: `Local ${kind}s of the schema were ${from} and are ${to} (${key})`,
        },
      ]
    })
  })
}

/** Whether some declaration of a schema has no `form` of its own and is not global. */
function uses({ root }: SchemaDocument, kind: 'element' | 'attribute'): boolean {
  const work: XmlElement[] = root.children.flatMap((child) => child.children)
  for (let next = work.pop(); next; next = work.pop()) {
    const isOne = next.uri === XS && next.local === kind && valueAt(next, 'name') !== undefined
    if (isOne && valueAt(next, 'form') === undefined) return true
    work.push(...next.children)
  }
  return false
}
