import type { SyntaxNode } from '../../code/index.ts'
import { FactWriter } from '../fact-writer.ts'
import type { FileFacts, UnitFact } from '../facts.ts'
import { type Attributes, attributesOf, codeOf } from './attributes.ts'
import { Body } from './body.ts'
import { segmentsOf, Uses } from './uses.ts'
import { MACRO, PROGRAM, STANDARD_CRATES, STANDARD_TRAITS } from './words.ts'

/** Names that inline modules go by among the exports of a file. */
export const INLINE = '::'

/** Where an item stands. */
interface Place {
  /** Inline modules around it. */
  depth: number
  /** Compiled for tests alone: all of it is test code. */
  isTest: boolean
}

/** Items of one file as facts; what inline modules hold is taken for the file's own. */
export class RustFile {
  private readonly writer = new FactWriter()
  private readonly uses = new Uses(this.writer)
  private readonly types = new Map<string, number>()
  private readonly testUnits: number[] = []
  private readonly traits = new Set<string>()

  constructor(root: SyntaxNode) {
    this.writer.unit('module', '', root, 0)
    this.items(root, { depth: 0, isTest: false }, (node, place) => this.declareItem(node, place))
    this.items(root, { depth: 0, isTest: false }, (node, place, attributes) =>
      this.item(node, place, attributes),
    )
    this.docs(
      root.children.filter(({ type, text }) => type.endsWith('comment') && text.startsWith('//!')),
      root,
    )
  }

  facts(): FileFacts {
    const { facts } = this.writer
    facts.scope = [...this.uses.wild]
    if (this.testUnits.length > 0) {
      facts.testUnits = this.testUnits
      facts.registersTests = 'loaded'
    }
    return this.writer.finish()
  }

  /** Calls `take` for every item, those of inline modules included. */
  private items(
    holder: SyntaxNode,
    place: Place,
    take: (node: SyntaxNode, place: Place, attributes: Attributes) => void,
  ): void {
    let before: SyntaxNode[] = []
    for (const node of holder.children) {
      if (!node.named) continue
      if (node.type === 'attribute_item' || node.type.endsWith('comment')) {
        before.push(node)
        continue
      }
      const attributes = attributesOf(before)
      before = []
      const inner = { ...place, isTest: place.isTest || attributes.isOnlyForTests }
      take(node, inner, attributes)
      const body = node.type === 'mod_item' ? node.child('body') : undefined
      if (body) this.items(body, { ...inner, depth: place.depth + 1 }, take)
    }
  }

  /** Names first: what a path begins with may be declared below it. */
  private declareItem(node: SyntaxNode, { depth, isTest }: Place): void {
    const name = node.child('name')?.text ?? ''
    switch (node.type) {
      case 'use_declaration':
        this.uses.declare(node, depth)
        break
      case 'struct_item':
      case 'enum_item':
      case 'union_item':
      case 'type_item':
      case 'trait_item': {
        if (node.type === 'trait_item') this.traits.add(name)
        const unit = this.unit('class', name, node, isTest, { partial: true })
        if (!this.types.has(name)) this.types.set(name, unit)
        break
      }
      case 'function_item':
        // Found in a block: only its `use` declarations.
        for (const inner of node.walk()) if (inner.type === 'use_declaration') this.uses.declare(inner, depth)
    }
  }

  private item(node: SyntaxNode, place: Place, attributes: Attributes): void {
    this.docs(attributes.docs, node)
    const name = node.child('name')?.text ?? ''
    switch (node.type) {
      case 'mod_item':
        this.module(node, name, attributes)
        break
      case 'function_item':
        this.function(node, name, place, attributes)
        break
      case 'struct_item':
      case 'enum_item':
      case 'union_item':
      case 'type_item':
        this.speak(node, this.types.get(name) ?? 0, place, attributes)
        break
      case 'trait_item':
        this.trait(node, name, place, attributes)
        break
      case 'impl_item':
        this.implementation(node, place, attributes)
        break
      case 'static_item':
      case 'const_item':
        this.speak(node, this.unit('value', name, node, place.isTest), place, attributes)
        break
      case 'macro_definition': {
        const unit = this.unit('function', name, node, place.isTest, { entry: [`${MACRO}${name}`] })
        this.speak(node, unit, place, attributes)
        break
      }
      case 'macro_invocation':
      case 'expression_statement': {
        this.included(node)
        const holdsTests = /#\s*\[\s*(?:\w+\s*::\s*)*test\b/.test(node.text)
        const unit = holdsTests ? this.unit('value', '', node, true) : 0
        this.speak(node, unit, place, attributes)
      }
    }
  }

  /** `include!("common.rs")`: what that file holds stands here. */
  private included(node: SyntaxNode): void {
    const path = /^include!\s*[({[]\s*"([^"]+\.rs)"/.exec(node.text.slice(0, 500))?.[1]
    if (path === undefined) return
    this.uses.wild.push(`path:${path}`)
    for (const kind of ['static', 'reexport'] as const) this.writer.import(`path:${path}`, [['*', '*']], kind)
  }

  private module(node: SyntaxNode, name: string, { path }: Attributes): void {
    if (node.child('body')) {
      this.writer.facts.exports.push([`${name}${INLINE}`, ''])
      return
    }
    const specifier = path === undefined ? `self::${name}` : `path:${path}`
    for (const kind of ['static', 'reexport'] as const) this.writer.import(specifier, [['*', name]], kind)
  }

  private function(node: SyntaxNode, name: string, place: Place, attributes: Attributes): void {
    const { isTest, entry, isCalledUnseen } = attributes
    const isProgram = name === 'main' && place.depth === 0
    const unit = this.unit('function', name, node, place.isTest || isTest, {
      ...(isCalledUnseen && !isTest && { always: true as const }),
      ...(entry !== undefined && { entry: [entry] }),
      ...(isProgram && { entry: [PROGRAM] }),
    })
    this.speak(node, unit, place, attributes)
  }

  private trait(node: SyntaxNode, name: string, place: Place, attributes: Attributes): void {
    const unit = this.types.get(name) ?? 0
    const body = node.child('body')
    for (const child of node.children)
      if (child.named && child !== body && child.field !== 'name') this.body(unit, place, node).visit(child)
    if (body) this.members(body, unit, place, attributes, {})
  }

  private implementation(node: SyntaxNode, place: Place, attributes: Attributes): void {
    const type = node.child('type')
    const trait = node.child('trait')
    const parameters = new Set(
      (node.child('type_parameters')?.namedChildren ?? []).map((one) => one.child('name')?.text),
    )
    // For all types that have something, it belongs to the trait.
    const path = segmentsOf(type)
    const isForAll = path.length === 0 || (path.length === 1 && parameters.has(path[0]))
    const owner = isForAll ? segmentsOf(trait) : path
    const unit = this.partOf(owner, node, place)
    const body = node.child('body')
    const speaker = this.body(unit, place, node)
    for (const child of node.children) if (child.named && child !== body) speaker.visit(child)
    const traitName = segmentsOf(trait)
    if (body) this.members(body, unit, place, attributes, trait ? this.calledThrough(traitName, place) : {})
  }

  /** The unit of a type, or a part of it where it is declared in another file. */
  private partOf(path: readonly string[], node: SyntaxNode, place: Place): number {
    const name = path.at(-1) ?? ''
    const known = this.types.get(name)
    if (known !== undefined) return known
    const unit = this.unit('class', name, node, place.isTest, {
      partial: true,
      ...(name !== '' && { aliveWith: [name], implementsOutside: name }),
    })
    this.types.set(name, unit)
    if (path.length > 1) {
      const holder = this.uses.relative(path.slice(0, -1), place.depth).join('::')
      this.writer.import(holder, [[name, name]])
    }
    return unit
  }

  /** Methods that a trait asks for are called by whoever made the trait. */
  private calledThrough(
    path: readonly string[],
    place: Place,
  ): Pick<UnitFact, 'always' | 'implementsOutside'> {
    const name = path.at(-1) ?? ''
    if (this.traits.has(name)) return {}
    if (STANDARD_TRAITS.has(name) || STANDARD_CRATES.has(path[0] ?? '')) return { always: true }
    if (path.length === 1) return { implementsOutside: name }
    const holder = this.uses.relative(path.slice(0, -1), place.depth).join('::')
    const local = path.join('::')
    this.writer.import(holder, [[name, local]])
    return { implementsOutside: local }
  }

  private members(
    body: SyntaxNode,
    parent: number,
    place: Place,
    outer: Attributes,
    more: Pick<UnitFact, 'always' | 'implementsOutside'>,
  ): void {
    this.items(body, place, (node, inner, attributes) => {
      this.docs(attributes.docs, node)
      const name = node.child('name')?.text ?? ''
      if (node.type !== 'function_item') {
        this.speak(node, parent, inner, attributes)
        return
      }
      for (const use of node.walk()) if (use.type === 'use_declaration') this.uses.declare(use, inner.depth)
      const unit = this.writer.unit('member', name, node, parent, {
        ...more,
        ...((outer.isCalledUnseen || attributes.isCalledUnseen) && { always: true }),
        ...(attributes.entry !== undefined && { entry: [attributes.entry] }),
      })
      if (inner.isTest || attributes.isTest) this.testUnits.push(unit)
      this.speak(node, unit, inner, attributes)
    })
  }

  private unit(
    kind: UnitFact['kind'],
    name: string,
    node: SyntaxNode,
    isTest: boolean,
    more: Parameters<FactWriter['unit']>[4] = {},
  ): number {
    const unit = this.writer.unit(kind, name, node, 0, more)
    if (name !== '') this.writer.facts.exports.push([name, name])
    if (isTest) this.testUnits.push(unit)
    return unit
  }

  private speak(node: SyntaxNode, unit: number, place: Place, { nodes }: Attributes): void {
    const body = this.body(unit, place, node)
    for (const attribute of nodes) {
      const [inner] = attribute.namedChildren
      const tokens = inner?.child('arguments')
      if (tokens) body.tokens(tokens)
    }
    if (node.type === 'macro_invocation') body.visit(node)
    else for (const child of node.children) if (child.named && child.field !== 'name') body.visit(child)
  }

  private body(unit: number, { depth }: Place, whole: SyntaxNode): Body {
    return new Body(this.writer, this.uses, unit, depth, whole)
  }

  /** Examples in documentation run as tests of their own, from outside of the crate. */
  private docs(comments: readonly SyntaxNode[], of: SyntaxNode): void {
    const [first] = comments
    const code = codeOf(comments)
    if (!first || code === '') return
    const unit = this.writer.unit('function', '', first, 0)
    const record = this.writer.facts.units[unit]
    if (record) record.endLine = Math.max(first.region.startLine, (comments.at(-1) ?? of).region.endLine)
    this.testUnits.push(unit)
    for (const [, lead = '', path = '', rest = ''] of code.matchAll(
      /(\.?)\b([A-Za-z_]\w*(?:::\w+)*)(::[{*])?/g,
    )) {
      const segments = path.split('::')
      if (lead === '.') this.writer.property(unit, segments[0] ?? '')
      else this.uses.speak(unit, segments, 0)
      if (rest !== '') this.writer.import(path, [], 'lazy', unit)
    }
    // What it takes by `use` it speaks by its last word.
    for (const [, holder = '', list = ''] of code.matchAll(/use\s+([\w:]+)::\{([^}]*)\}/g))
      for (const [name] of list.matchAll(/\w+(?:::\w+)*/g))
        this.uses.speak(unit, [...holder.split('::'), ...name.split('::')], 0)
  }
}
