import type { Description } from '../../../../src/parse/openapi/description.ts'
import {
  child,
  entries,
  isMapping,
  items,
  rootNode,
  stringAt,
  type SpecNode,
} from '../../../../src/parse/openapi/node.ts'
import { canonical } from '../../../../src/parse/openapi/keywords.ts'
import { deprecate } from './deprecate.ts'
import { applyEdits, type Edit, SourceText } from './source-text.ts'

/** An edit and the file of the head it is of. */
export interface FileEdits {
  text: SourceText
  edits: Edit[]
}

/** The texts of a description, each indexed once. */
export class Sources {
  readonly #known = new Map<unknown, SourceText>()

  of({ tree }: SpecNode): SourceText {
    let text = this.#known.get(tree)
    if (!text) this.#known.set(tree, (text = new SourceText(tree)))
    return text
  }
}

/**
 * Puts what was removed from the base back into the head, beside what it stood beside, in the words, the style and the
 * indentation of the base; `deprecated` names what is marked so in it. Undefined where its place is not there any more.
 */
export function putBack(
  node: SpecNode,
  base: Description,
  head: Description,
  sources: Sources,
  deprecated: readonly SpecNode[] = [],
): FileEdits | undefined {
  const place = placeInHead(node, base, head)
  if (!place) return undefined
  const from = sources.of(place.node)
  const to = sources.of(place.sibling)
  const [written] = from.entries([place.node])
  const [sibling] = to.entries([place.sibling])
  if (!written || !sibling || written.flow !== sibling.flow) return undefined
  const marks = deprecated.flatMap((one) => deprecate(one, from) ?? [])
  const inner = marks.map((edit) => ({
    ...edit,
    start: edit.start - written.start,
    end: edit.end - written.start,
  }))
  const block = indentBy(
    applyEdits(from.text.slice(written.start, written.end), inner),
    sibling.column - written.column,
    sibling.indent.startsWith('\t') ? '\t' : ' ',
  )
  const ownLine = !sibling.flow || sibling.alone
  const separator = `${sibling.flow ? ',' : ''}${ownLine ? `\n${sibling.indent}` : ' '}`
  const edit = place.after
    ? { start: sibling.end, end: sibling.end, text: separator + block }
    : { start: sibling.start, end: sibling.start, text: block + separator }
  return { text: to, edits: [edit] }
}

interface Place {
  /** What is put back: the node, or a parent that held nothing else and went with it. */
  node: SpecNode
  /** The neighbour in the head. */
  sibling: SpecNode
  after: boolean
}

function placeInHead(node: SpecNode, base: Description, head: Description): Place | undefined {
  for (let at = node; at.parent; at = at.parent) {
    const parent = inHead(at.parent, base, head)
    if (parent) {
      const siblings = childrenOf(at.parent)
      const index = siblings.findIndex(({ key }) => key === at.key)
      const before = siblings.slice(0, index).toReversed()
      for (const [after, list] of [
        [true, before],
        [false, siblings.slice(index + 1)],
      ] as const) {
        for (const one of list) {
          const sibling = partner(one, parent)
          if (sibling) return { node: at, sibling, after }
        }
      }
      const [first] = childrenOf(parent)
      return first && { node: at, sibling: first, after: false }
    }
    if (childrenOf(at.parent).length > 1) return undefined
  }
  return undefined
}

/** The node of the head at the same place; items of a sequence are found by what they are, not by their number. */
export function inHead(node: SpecNode, base: Description, head: Description): SpecNode | undefined {
  const { path } = node.tree
  const tree = path === base.path ? head.root.tree : head.files.get(path)
  if (!tree) return undefined
  const parents: SpecNode[] = []
  for (let at = node; at.parent; at = at.parent) parents.push(at)
  let found: SpecNode | undefined = rootNode(tree)
  for (const step of parents.toReversed()) found = found && partner(step, found)
  return found
}

function partner(node: SpecNode, parent: SpecNode): SpecNode | undefined {
  if (typeof node.key !== 'number') return node.key === undefined ? undefined : child(parent, node.key)
  const wanted = identity(node)
  const candidates = items(parent)
  const same = candidates.find((item) => identity(item) === wanted)
  if (same || !isMapping(node.value) || candidates.length !== items(node.parent).length) return same
  // One that changed inside, of a list with as many items as before.
  const there = candidates[node.key]
  return there && isMapping(there.value) ? there : undefined
}

function identity(node: SpecNode): string {
  const name = stringAt(node, '$ref') ?? stringAt(node, 'name') ?? stringAt(node, 'url')
  return name === undefined ? canonical(node.value) : `${stringAt(node, 'in') ?? ''} ${name}`
}

function childrenOf(node: SpecNode): SpecNode[] {
  return isMapping(node.value) ? entries(node).map(([, inner]) => inner) : items(node)
}

/** Moves all lines but the first. */
function indentBy(block: string, columns: number, space: string): string {
  if (columns === 0) return block
  const [first = '', ...lines] = block.split('\n')
  const moved = lines.map((line) => {
    if (columns > 0) return line === '' ? line : space.repeat(columns) + line
    return line.slice(Math.min(-columns, Math.max(0, line.search(/\S|$/))))
  })
  return [first, ...moved].join('\n')
}
