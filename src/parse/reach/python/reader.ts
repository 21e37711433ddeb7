import type { SyntaxNode } from '../../code/index.ts'
import { FactWriter } from '../fact-writer.ts'
import type { FileFacts } from '../facts.ts'
import { entryOf } from '../paths.ts'
import {
  CALLED_BY_FRAMEWORK,
  CALLED_BY_STREAMS,
  NAMES_ROUTE,
  PLAIN_BASES,
  ROUTE,
  TEST_BASE,
  URL_CALL,
  wrapsOnly,
} from './words.ts'

/** `app.services.pay`: a module, or a name in one. */
const DOTTED = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){1,10}$/
const NAME = /^[A-Za-z_]\w{0,80}$/
/** A part of a path. */
const SEGMENT = /^[A-Za-z][\w-]{0,80}$/
/** Django finds them by where they lie. */
const FOUND_BASE = /(?:AppConfig|Command|Middleware|Plugin)$/
/** Folders above a file whose `conftest.py` it sees. */
export const CONFTESTS = 8

/** What a decorator says: its last word, and the first text that it is handed. */
interface Decorator {
  word: string
  text: string | undefined
  node: SyntaxNode
}

/** Reads a Python file. Functions inside of functions belong to those. */
export class Reader {
  private readonly root: SyntaxNode
  private readonly writer = new FactWriter()
  private readonly stars: string[] = []
  /** Classes with a base: it may call their methods. */
  private readonly open = new Set<number>()

  constructor(root: SyntaxNode) {
    this.root = root
    this.writer.unit('module', '', root, 0)
  }

  read(): FileFacts {
    this.visitAll(this.root.namedChildren, 0)
    const { facts } = this.writer
    const conftests = Array.from({ length: CONFTESTS }, (_, level) => `conftest:${level}`)
    facts.scope = [...this.stars, ...conftests]
    if (facts.registersTests) for (const one of conftests) this.writer.import(one, [])
    return this.writer.finish()
  }

  private visitAll(nodes: readonly SyntaxNode[], unit: number): void {
    for (const node of nodes) this.visit(node, unit)
  }

  private visit(node: SyntaxNode, unit: number): void {
    switch (node.type) {
      case 'import_statement':
        return this.imports(node, unit)
      case 'import_from_statement':
        return this.importsFrom(node, unit)
      case 'future_import_statement':
        return
      case 'decorated_definition':
        return this.decorated(node, unit)
      case 'function_definition':
        return this.function(node, unit, [])
      case 'class_definition':
        return this.class(node, unit, [])
      case 'if_statement':
        // What only type checkers load.
        if (/^(?:typing\.)?TYPE_CHECKING$/.test(node.child('condition')?.text ?? ''))
          return this.visitAll(
            node.namedChildren.filter(({ field }) => field === 'alternative'),
            unit,
          )
        return this.visitAll(node.namedChildren, unit)
      case 'assignment':
        this.assigned(node, unit)
        return this.visitAll(node.namedChildren, unit)
      case 'call':
        return this.call(node, unit)
      case 'attribute':
        return this.attribute(node, unit)
      case 'keyword_argument':
        return this.visitAll(
          node.namedChildren.filter(({ field }) => field === 'value'),
          unit,
        )
      case 'identifier':
        this.writer.name(unit, node.text)
        return
      case 'string':
        return this.string(node, unit)
      default:
        return this.visitAll(node.namedChildren, unit)
    }
  }

  /** `import a.b as c`, `import a.b`. */
  private imports(node: SyntaxNode, unit: number): void {
    const kind = unit === 0 ? 'static' : 'lazy'
    for (const child of node.namedChildren) {
      const name = (child.child('name') ?? child).text
      const alias = child.child('alias')?.text
      if (alias !== undefined) {
        this.writer.import(name, [['*', alias]], kind, unit)
        if (unit === 0) this.exports(alias)
        continue
      }
      const words = name.split('.')
      for (let count = 1; count <= words.length; count++) {
        const part = words.slice(0, count).join('.')
        this.writer.import(part, [['*', part]], kind, unit)
      }
      if (unit === 0) this.exports(words[0] ?? '')
    }
  }

  /** `from .a import b as c, d`: names of the module, or modules in it. */
  private importsFrom(node: SyntaxNode, unit: number): void {
    const from = node.child('module_name')?.text.replaceAll(/\s/g, '') ?? ''
    const kind = unit === 0 ? 'static' : 'lazy'
    if (node.childOfType('wildcard_import')) {
      this.writer.import(from, [['*', '*']], 'reexport')
      this.stars.push(from)
      return
    }
    for (const child of node.namedChildren) {
      if (child.field !== 'name') continue
      const name = (child.child('name') ?? child).text
      const local = child.child('alias')?.text ?? name
      this.writer.import(from, [[name, local]], kind, unit)
      this.writer.import(
        from.endsWith('.') ? `${from}${name}` : `${from}.${name}`,
        [['*', local]],
        kind,
        unit,
      )
      if (unit === 0) this.exports(local)
    }
  }

  private exports(name: string): void {
    if (name !== '' && !this.writer.facts.exports.some(([known]) => known === name))
      this.writer.facts.exports.push([name, name])
  }

  /** Names of a module that hold a value: others import them by it. */
  private assigned(node: SyntaxNode, unit: number): void {
    const left = node.child('left')
    if (unit === 0 && left?.type === 'identifier') this.exports(left.text)
  }

  private decorated(node: SyntaxNode, unit: number): void {
    const decorators: Decorator[] = []
    for (const child of node.namedChildren) {
      if (child.type !== 'decorator') continue
      const said = child.namedChildren[0]
      const called = said?.type === 'call' ? said.child('function') : said
      const word = called?.child('attribute')?.text ?? called?.text ?? ''
      const first = said?.child('arguments')?.namedChildren[0]
      const text = first?.type === 'string' ? textOf(first) : undefined
      decorators.push({ word, text, node: child })
      // Whoever loads the route does not ask for its path.
      if (said && called && text !== undefined && ROUTE.test(word)) {
        this.visit(called, unit)
        this.visitAll((said.child('arguments')?.namedChildren ?? []).slice(1), unit)
      } else this.visitAll(child.namedChildren, unit)
    }
    const definition = node.child('definition')
    if (definition?.type === 'class_definition') this.class(definition, unit, decorators)
    else if (definition) this.function(definition, unit, decorators)
  }

  private function(node: SyntaxNode, unit: number, decorators: readonly Decorator[]): void {
    const name = node.child('name')?.text ?? ''
    const holder = this.writer.facts.units[unit]
    const isMember = holder?.kind === 'class'
    const parts = [node.child('parameters'), node.child('return_type'), node.child('body')].flatMap(
      (part) => part ?? [],
    )
    // Inside of another function: it runs with that.
    if (unit !== 0 && !isMember) return this.visitAll(parts, unit)
    const isFixture = decorators.some(({ word }) => word === 'fixture')
    const isAutomatic = decorators.some(({ node: one }) => /autouse\s*=\s*True/.test(one.text))
    const routes = decorators.filter(({ word, text }) => ROUTE.test(word) && text !== undefined)
    // A route that does not say its path, too.
    const isCalled = decorators.some(
      ({ word, text }) => !wrapsOnly(word) && word !== 'fixture' && !(ROUTE.test(word) && text !== undefined),
    )
    const isSpecial = /^__\w+__$/.test(name)
    const entry = routes.flatMap(({ text }) => [entryOf([text ?? '']), `url:${name}`])
    // Its path is that of the router that holds it.
    const isRoot = entry.includes('/')
    const isOpen = isMember && this.open.has(unit)
    const always =
      isAutomatic ||
      isRoot ||
      isSpecial ||
      (isMember && CALLED_BY_STREAMS.test(name)) ||
      (isCalled && entry.length === 0) ||
      (isOpen && CALLED_BY_FRAMEWORK.test(name))
    const own = this.writer.unit(isMember ? 'member' : 'function', name, node, unit, {
      ...(always && { always: true as const }),
      ...(entry.length > 0 && { entry }),
      ...(isOpen && { calledFromOutside: true as const }),
    })
    if (!isMember) this.exports(name)
    if (name.startsWith('test')) this.writer.facts.registersTests = 'loaded'
    if (isFixture || name.startsWith('test')) this.fixtures(node.child('parameters'), own)
    this.visitAll(parts, own)
  }

  /** Fixtures are asked for by the names of parameters. */
  private fixtures(parameters: SyntaxNode | undefined, unit: number): void {
    for (const child of parameters?.namedChildren ?? []) {
      const name = child.type === 'identifier' ? child : (child.child('name') ?? child.namedChildren[0])
      if (name?.type === 'identifier' && name.text !== 'self') this.writer.name(unit, name.text)
    }
  }

  private class(node: SyntaxNode, unit: number, decorators: readonly Decorator[]): void {
    const name = node.child('name')?.text ?? ''
    const bases = (node.child('superclasses')?.namedChildren ?? []).filter(
      ({ type }) => type === 'identifier' || type === 'attribute' || type === 'call' || type === 'subscript',
    )
    const words = bases.map(
      (base) =>
        base.text
          .replace(/[[(].*$/s, '')
          .split('.')
          .at(-1) ?? '',
    )
    const isOpen = words.some((word) => !PLAIN_BASES.has(word))
    const isRegistered = decorators.some(({ word }) => !wrapsOnly(word))
    const parts = [node.child('superclasses'), node.child('body')].flatMap((part) => part ?? [])
    const holder = this.writer.facts.units[unit]
    if (unit !== 0 && holder?.kind !== 'class') return this.visitAll(parts, unit)
    const own = this.writer.unit('class', name, node, unit, {
      ...((isRegistered || unit !== 0 || words.some((word) => FOUND_BASE.test(word))) && {
        always: true as const,
      }),
    })
    if (isOpen) this.open.add(own)
    if (unit === 0) this.exports(name)
    if ((name.startsWith('Test') || words.some((word) => TEST_BASE.test(word))) && hasTests(node))
      this.writer.facts.registersTests = 'loaded'
    this.visitAll(parts, own)
  }

  private call(node: SyntaxNode, unit: number): void {
    const callee = node.child('function')
    const word = callee?.child('attribute')?.text ?? callee?.text ?? ''
    const args = node.child('arguments')?.namedChildren ?? []
    const texts = args.flatMap((one) => (one.type === 'string' ? (textOf(one) ?? []) : []))
    if (URL_CALL.test(word) && texts[0] !== undefined && args.length > 1) return this.route(node, args, unit)
    if (NAMES_ROUTE.test(word) && texts[0] !== undefined)
      this.writer.property(unit, `url:${lastName(texts[0])}`)
    if (word === 'call_command' && texts[0] !== undefined) this.speak(`command:${texts[0]}`, 'Command', unit)
    if (word === 'usefixtures') for (const text of texts) this.writer.name(unit, text)
    if (/^(?:import_module|__import__|import_string)$/.test(word) && texts.length === 0)
      this.writer.facts.loadsUnnamed.push(unit)
    this.visitAll(node.namedChildren, unit)
  }

  /** `path('invoices/', views.list, name='invoice-list')`: whoever asks for the path, or names it, reaches the view. */
  private route(node: SyntaxNode, args: readonly SyntaxNode[], unit: number): void {
    const [first] = args
    const written = (first && textOf(first)) ?? ''
    const named = args.flatMap((one) => {
      const isName =
        one.type === 'keyword_argument' && /^(?:name|basename|endpoint)$/.test(one.child('name')?.text ?? '')
      return isName ? (textOf(one.child('value')) ?? []) : []
    })
    const entry = [
      entryOf([written.replaceAll(/\(\?P?<?\w*>?[^)]*\)|[\^$]/g, '{}')]),
      ...named.map(lastName).flatMap((name) => [`url:${name}`, `url:${name}-list`, `url:${name}-detail`]),
    ]
    const own = this.writer.unit('value', '', node, 0, { entry })
    // A part of the configuration under a prefix: its own paths are asked for.
    const isInclude = args.some(({ type, text }) => type === 'call' && /^(?:\w+\.)*include\(/.test(text))
    this.visitAll(args.slice(1), isInclude ? unit : own)
  }

  private attribute(node: SyntaxNode, unit: number): void {
    const object = node.child('object')
    const name = node.child('attribute')?.text ?? ''
    if (object && /^[A-Za-z_][\w.]*$/.test(object.text)) this.writer.member(unit, object.text, name)
    else this.writer.property(unit, name)
    if (object) this.visit(object, unit)
  }

  private string(node: SyntaxNode, unit: number): void {
    const text = textOf(node)
    for (const child of node.namedChildren)
      if (child.type === 'interpolation') this.visitAll(child.namedChildren, unit)
    if (text === undefined) return
    this.writer.text(unit, text)
    // The part of an address that a client of the tests' own completes.
    if (SEGMENT.test(text)) this.writer.property(unit, `/${text}`)
    // Fields of serializers, columns of an admin, proxies: names of attributes stand in texts.
    if (NAME.test(text)) this.writer.property(unit, text)
    if (!DOTTED.test(text)) return
    const at = text.lastIndexOf('.')
    this.speak(text.slice(0, at), text.slice(at + 1), unit)
    this.writer.import(text, [], 'lazy', unit)
  }

  /** A name of a module that stands in a text. */
  private speak(module: string, name: string, unit: number): void {
    const local = `${module}:${name}`
    this.writer.import(module, [[name, local]], 'lazy', unit)
    this.writer.name(unit, local)
  }
}

function hasTests(node: SyntaxNode): boolean {
  const members = node.child('body')?.namedChildren ?? []
  return members.some((one) => {
    const definition = one.type === 'decorated_definition' ? one.child('definition') : one
    return (
      definition?.type === 'function_definition' && definition.child('name')?.text.startsWith('test') === true
    )
  })
}

/** The text of a string without what is put into it; undefined for anything else. */
function textOf(node: SyntaxNode | undefined): string | undefined {
  if (node?.type !== 'string') return undefined
  return node.namedChildren
    .map((child) =>
      child.type === 'string_content' ? child.text : child.type === 'interpolation' ? '{}' : '',
    )
    .join('')
}

/** `questions:answer-vote`, `questions.answer-vote`: the route's own name. */
function lastName(name: string): string {
  return name.split(/[.:]/).at(-1) ?? name
}
