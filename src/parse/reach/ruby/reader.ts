import type { SyntaxNode } from '../../code/index.ts'
import { FactWriter } from '../fact-writer.ts'
import type { FileFacts } from '../facts.ts'
import { CALLED_BY_RUNTIME, EXAMPLES, FOUND_BY_NAME, GROUPS, SHOWN, SHOWS, TEST_BASE } from './words.ts'

const CONSTANTS = /^(?:::)?[A-Z]\w*(?:::[A-Z]\w*)*$/
const WORD = /^[a-z_]\w{0,80}[?!=]?$/
/** `new_admin_invoice_path`. */
const ROUTE_HELPER = /^([a-z]\w*)_(?:path|url)$/

/** Reads a Ruby file: constants are the program's, methods members of what holds them. */
export class Reader {
  private readonly root: SyntaxNode
  private readonly writer = new FactWriter()
  /** Units whose methods answer to routes, by what they answer to. */
  private readonly routed = new Map<number, readonly string[]>()
  /** Units all of whose methods somebody out of sight may call. */
  private readonly open = new Set<number>()

  constructor(root: SyntaxNode) {
    this.root = root
    this.writer.unit('module', '', root, 0)
  }

  read(): FileFacts {
    this.visitAll(this.root.namedChildren, 0)
    this.writer.facts.scope = ['ruby:constants']
    return this.writer.finish()
  }

  /** What any page speaks is reached with whatever renders pages: which one renders which is not followed. */
  readTemplate(): FileFacts {
    const unit = this.writer.unit('value', 'template', this.root, 0, { entry: ['ruby:views'] })
    this.visitAll(this.root.namedChildren, unit)
    this.writer.facts.scope = ['ruby:constants']
    return this.writer.finish()
  }

  private visitAll(nodes: readonly SyntaxNode[], unit: number): void {
    for (const node of nodes) this.visit(node, unit)
  }

  private visit(node: SyntaxNode, unit: number): void {
    switch (node.type) {
      case 'class':
      case 'module':
        return this.type(node, unit)
      case 'method':
      case 'singleton_method':
        return this.method(node, unit)
      case 'call':
        return this.call(node, unit)
      case 'constant':
        this.writer.name(unit, node.text)
        return
      case 'identifier':
        return this.word(node.text, unit)
      case 'simple_symbol':
      case 'hash_key_symbol':
        return this.symbol(node.text.replace(/^:/, ''), unit)
      case 'alias':
        for (const child of node.namedChildren) this.symbol(child.text.replace(/^:/, ''), unit)
        return
      case 'string':
      case 'bare_string':
        return this.string(node, unit)
      case 'assignment':
        this.assigned(node, unit)
        return this.visitAll(node.namedChildren, unit)
      default:
        return this.visitAll(node.namedChildren, unit)
    }
  }

  private exports(name: string): void {
    if (!this.writer.facts.exports.some(([known]) => known === name))
      this.writer.facts.exports.push([name, name])
  }

  private type(node: SyntaxNode, unit: number): void {
    const written = node.child('name')?.text ?? ''
    const name = written.split('::').at(-1) ?? ''
    const base = node.child('superclass')?.namedChildren[0]?.text.split('::').at(-1)
    const found =
      FOUND_BY_NAME.find((one) => one.name.test(name)) ??
      (SHOWS.test(node.child('superclass')?.namedChildren[0]?.text ?? '') ? SHOWN : undefined)
    const routes = name.endsWith('Controller') ? routesOf(name) : []
    const own = this.writer.unit('class', name, node, unit, {
      partial: true,
      ...((found || routes.length > 0) && { entry: [...(found?.spoken ?? []), ...routes] }),
    })
    this.exports(name)
    if (routes.length > 0) {
      this.routed.set(own, routes)
      this.writer.property(own, 'ruby:views')
    }
    if (found) this.open.add(own)
    if (/(?:Mailer|Job|Worker)$/.test(name)) this.writer.property(own, 'ruby:views')
    const parts = [node.child('superclass'), node.child('body')].flatMap((part) => part ?? [])
    if (base !== undefined && TEST_BASE.test(base) && hasTests(node)) {
      this.writer.facts.registersTests = 'loaded'
      // Rails takes the controller, helper or mailer from the name of its test.
      this.writer.name(own, name.replace(/Test$/, ''))
      for (const route of routesOf(name.replace(/Test$/, ''))) this.writer.property(own, route)
    }
    this.visitAll(parts, own)
    // Whoever speaks it loads its file.
    this.writer.import('.', [], 'lazy', own)
    for (const part of written.split('::').slice(0, -1)) this.writer.name(own, part)
  }

  private method(node: SyntaxNode, unit: number): void {
    const name = node.child('name')?.text ?? ''
    const holder = this.writer.facts.units[unit]
    const parts = [node.child('parameters'), node.child('body')].flatMap((part) => part ?? [])
    // Defined while another method runs.
    if (holder?.kind === 'member' || holder?.kind === 'function') return this.visitAll(parts, unit)
    const isMember = holder?.kind === 'class'
    const entry = this.routed.get(unit)
    const own = this.writer.unit(isMember ? 'member' : 'function', name, node, unit, {
      ...((CALLED_BY_RUNTIME.has(name) || this.open.has(unit)) && { always: true as const }),
      ...(entry && { entry: [...entry] }),
    })
    if (!isMember) this.exports(name)
    this.visitAll(parts, own)
  }

  private assigned(node: SyntaxNode, unit: number): void {
    const left = node.child('left')
    if (left?.type !== 'constant') return
    const kind = this.writer.facts.units[unit]?.kind
    if (kind !== 'module' && kind !== 'class') return
    this.exports(left.text)
    // `Pay = Struct.new(:a) do … end`: its methods belong to what it is called.
    const own = this.writer.unit('value', left.text, node, unit)
    const right = node.child('right')
    if (right) this.visit(right, own)
  }

  private call(node: SyntaxNode, unit: number): void {
    const word = node.child('method')?.text ?? ''
    const receiver = node.child('receiver')
    const args = node.child('arguments')?.namedChildren ?? []
    const block = node.child('block')
    if (word !== '') this.word(word, unit)
    if (block && GROUPS.test(word) && (!receiver || receiver.text === 'RSpec'))
      this.writer.facts.registersTests ??= hasExamples(block) ? 'loaded' : undefined
    if (/^(?:require|require_relative|load|autoload)$/.test(word) && !receiver) {
      const text = textOf(args.at(-1))
      if (text !== undefined)
        this.writer.import(
          word === 'require_relative' ? `./${text}` : text,
          [],
          unit === 0 ? 'static' : 'lazy',
          unit,
        )
    }
    // Factories are called after the class that they make.
    if (word === 'factory' || word === 'Fabricator') {
      const named = args[0]?.type === 'simple_symbol' ? args[0].text.slice(1) : textOf(args[0])
      if (named !== undefined) this.writer.name(unit, camel(named))
    }
    this.visitAll(
      node.namedChildren.filter(({ field }) => field !== 'method'),
      unit,
    )
  }

  /** A call without a receiver, or a local variable: which of both is not told. */
  private word(text: string, unit: number): void {
    this.writer.property(unit, text)
    if (WORD.test(text)) this.writer.name(unit, text)
    const helped = ROUTE_HELPER.exec(text)?.[1]
    if (helped === undefined) return
    const words = helped.split('_')
    for (const index of words.keys()) this.writer.property(unit, `/${words.slice(index).join('_')}`)
  }

  private symbol(text: string, unit: number): void {
    if (!WORD.test(text)) return
    this.writer.property(unit, text)
    this.writer.property(unit, `${text}=`)
    // `belongs_to :invoice`, `resources :invoices`: what is called after it.
    this.writer.name(unit, camel(text))
    this.writer.name(unit, camel(text.replace(/ies$/, 'y').replace(/s$/, '')))
  }

  private string(node: SyntaxNode, unit: number): void {
    for (const child of node.namedChildren)
      if (child.type === 'interpolation') this.visitAll(child.namedChildren, unit)
    const text = textOf(node)
    if (text === undefined) return
    this.writer.text(unit, text)
    if (CONSTANTS.test(text))
      for (const name of text.split('::')) if (name !== '') this.writer.name(unit, name)
    const action = /^([a-z][\w/]*)#(\w+)$/.exec(text)
    if (action) {
      this.writer.property(unit, `/${action[1]?.split('/').at(-1)}`)
      this.writer.property(unit, action[2] ?? '')
    }
    if (WORD.test(text)) this.writer.property(unit, text)
  }
}

/** `InvoicesController` answers to `/invoices`, and its helpers are called after one or many. */
function routesOf(name: string): string[] {
  const plain = name
    .replace(/Controller$/, '')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .toLowerCase()
  const one = plain.replace(/ies$/, 'y').replace(/s$/, '')
  return [...new Set([`/${plain}`, `/${one}`])]
}

function camel(text: string): string {
  return text.replaceAll(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function hasExamples(block: SyntaxNode): boolean {
  for (const node of block.walk()) {
    const isCall = node.type === 'call' || node.type === 'identifier'
    const word = node.type === 'call' ? (node.child('method')?.text ?? '') : node.text
    if (
      isCall &&
      (EXAMPLES.test(word) || /^(?:it_behaves_like|include_examples|it_should_behave_like)$/.test(word))
    )
      return true
  }
  return false
}

function hasTests(node: SyntaxNode): boolean {
  for (const one of node.child('body')?.walk() ?? []) {
    if (one.type === 'method' && one.child('name')?.text.startsWith('test_')) return true
    if (one.type === 'call' && EXAMPLES.test(one.child('method')?.text ?? '') && one.child('block'))
      return true
  }
  return false
}

function textOf(node: SyntaxNode | undefined): string | undefined {
  if (node?.type !== 'string' && node?.type !== 'bare_string') return undefined
  return node.namedChildren
    .map((child) =>
      child.type === 'string_content' ? child.text : child.type === 'interpolation' ? '{}' : '',
    )
    .join('')
}
