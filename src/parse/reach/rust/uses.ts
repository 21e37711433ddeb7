import type { SyntaxNode } from '../../code/index.ts'
import type { FactWriter } from '../fact-writer.ts'
import { MACRO, PREDECLARED, STANDARD_CRATES } from './words.ts'

/** Names that a file takes from elsewhere, and what its paths speak by them. */
export class Uses {
  private readonly byName = new Map<string, string[]>()
  private readonly writer: FactWriter
  /** Modules all of whose names are in sight. */
  readonly wild: string[] = []

  constructor(writer: FactWriter) {
    this.writer = writer
  }

  /** @param depth inline modules around it: what they hold is taken for the file's own */
  declare(declaration: SyntaxNode, depth: number): void {
    const argument = declaration.child('argument')
    const isPublic = declaration.childOfType('visibility_modifier') !== undefined
    if (argument) this.tree(argument, [], isPublic, depth)
  }

  private tree(node: SyntaxNode, before: readonly string[], isPublic: boolean, depth: number): void {
    switch (node.type) {
      case 'scoped_use_list': {
        const path = node.child('path')
        const list = node.child('list')
        if (list) this.tree(list, [...before, ...(path ? segmentsOf(path) : [])], isPublic, depth)
        return
      }
      case 'use_list':
        for (const child of node.namedChildren) this.tree(child, before, isPublic, depth)
        return
      case 'use_wildcard': {
        const path = this.relative([...before, ...segmentsOf(node.namedChildren[0])], depth)
        if (STANDARD_CRATES.has(path[0] ?? '')) return
        const specifier = path.join('::')
        this.wild.push(specifier)
        this.writer.import(specifier, [['*', '*']], isPublic ? 'reexport' : 'static')
        return
      }
      case 'use_as_clause': {
        const path = node.child('path')
        this.bind([...before, ...(path ? segmentsOf(path) : [])], node.child('alias')?.text, depth)
        return
      }
      case 'self':
        this.bind(before, undefined, depth)
        return
      default:
        this.bind([...before, ...segmentsOf(node)], undefined, depth)
    }
  }

  private bind(written: readonly string[], alias: string | undefined, depth: number): void {
    const path = this.relative(written, depth)
    const name = path.at(-1) ?? ''
    const local = alias ?? name
    if (path.length === 0 || local === '') return
    if (local !== '_') this.byName.set(local, path)
    const holder = path.slice(0, -1).join('::')
    // Children and tests of a module see what it takes from elsewhere, public or not.
    for (const kind of ['static', 'reexport'] as const) {
      if (path.length > 1) this.writer.import(holder, local === '_' ? [] : [[name, local]], kind)
      if (/^[a-z]/.test(name)) this.writer.import(path.join('::'), [['*', local]], kind)
    }
  }

  /** `super` out of an inline module is the file. */
  relative(path: readonly string[], depth: number): string[] {
    let left = depth
    const rest = [...path]
    while (rest[0] === 'super' && left > 0) {
      rest.shift()
      left--
    }
    const wasInline = rest.length < path.length || (depth > 0 && rest[0] === 'self')
    return wasInline && rest[0] !== 'super' && rest[0] !== 'self' ? ['self', ...rest] : rest
  }

  /** A path as code speaks it: `pay::Charge::new`. */
  speak(unit: number, written: readonly string[], depth: number): void {
    let path = this.relative(written, depth)
    const known = path.length > 1 ? this.byName.get(path[0] ?? '') : undefined
    if (known && known.length > 1) path = [...known, ...path.slice(1)]
    const last = path.at(-1) ?? ''
    const before = path.slice(0, -1)
    const holder = before.at(-1)
    if (holder === undefined) {
      if (!PREDECLARED.has(last)) this.writer.name(unit, last)
      return
    }
    if (STANDARD_CRATES.has(before[0] ?? '')) {
      this.writer.property(unit, last)
      return
    }
    if (/^\p{Lu}/u.test(holder)) {
      // A type's function, or a variant.
      this.writer.property(unit, last)
      if (known && written.length === 2) this.writer.name(unit, written[0] ?? '')
      else if (holder !== 'Self') this.speak(unit, before, 0)
      return
    }
    const specifier = before.join('::')
    this.writer.import(specifier, [['*', specifier]])
    this.writer.member(unit, specifier, last)
    this.writer.property(unit, `${MACRO}${last}`)
  }
}

/** Words of a path, without type arguments. */
export function segmentsOf(path: SyntaxNode | undefined): string[] {
  const segments: string[] = []
  for (const node of path?.walk() ?? []) {
    if (['identifier', 'type_identifier', 'crate', 'self', 'super', 'metavariable'].includes(node.type))
      segments.push(node.type === 'metavariable' ? 'crate' : node.text)
    if (node.type === 'type_arguments') break
  }
  return segments
}
