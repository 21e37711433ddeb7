import type { SyntaxNode } from '../../code/index.ts'
import { FactWriter } from '../fact-writer.ts'
import type { FileFacts } from '../facts.ts'
import { Body, declareNames, PLUGIN } from './body.ts'
import { GoImports } from './imports.ts'
import { Scope } from './scope.ts'
import { CALLED_BY_LIBRARIES, CALLED_BY_SOME, GINKGO_SETUP, GINKGO_TESTS } from './words.ts'

/** What every test of a folder runs first, by whatever name it is written. */
export const SET_UP = '#setup'
const TEST = /^(?:Test|Benchmark|Fuzz|Example)(?![a-z])/
/** Methods that suites (testify, gocheck) call by reflection. */
const SUITE_METHOD =
  /^(?:Test(?![a-z])|(?:SetUp|Setup|TearDown)(?:Test|Suite|SubTest)$|(?:Before|After)Test$)/

/** Declarations of one file as facts. Where they lie, and whether they are tests, is known when files are joined. */
export class GoFile {
  private readonly writer = new FactWriter()
  private readonly imports = new GoImports(this.writer)
  private readonly package: string
  /** Types by name: those of methods whose type is declared in another file too. */
  private readonly types = new Map<string, number>()
  /** Packages of what is embedded in a type. */
  private readonly embedded = new Map<string, string[]>()
  private readonly isTestCode: boolean

  constructor(root: SyntaxNode) {
    this.package = root.childOfType('package_clause')?.namedChildren[0]?.text ?? ''
    this.writer.unit('module', '', root, 0)
    for (const node of root.children) if (node.type === 'import_declaration') this.importsOf(node)
    this.isTestCode = this.imports.some(/^testing$|\/ginkgo(?:\/|$)/)
    for (const node of root.children) if (node.type === 'type_declaration') this.typesOf(node)
    for (const [index, node] of root.children.entries()) this.declaration(node, root.children[index - 1])
  }

  facts(): FileFacts {
    const { facts } = this.writer
    this.imports.finish(new Set(facts.units.map(({ name }) => name)))
    // The files of a package are compiled, and set up, together; a test with those beside it that hold no tests.
    for (const specifier of [`.${this.package}`, '.#helpers']) this.writer.import(specifier, [])
    facts.scope = [`.${this.package}#test`, `.${this.package}`, ...this.imports.dotted]
    if (facts.registersTests === 'loaded') this.writer.name(0, SET_UP)
    if (this.package === 'main') facts.exports.push(['=', 'main'])
    return this.writer.finish()
  }

  private importsOf(declaration: SyntaxNode): void {
    for (const node of declaration.walk()) {
      if (node.type !== 'import_spec') continue
      const path = node.child('path')?.text.slice(1, -1) ?? ''
      this.imports.add(path, node.child('name')?.text)
    }
  }

  private typesOf(declaration: SyntaxNode): void {
    for (const spec of declaration.namedChildren) {
      const name = spec.child('name')?.text
      if (name === undefined) continue
      const unit = this.writer.unit('class', name, spec, 0, { partial: true })
      this.types.set(name, unit)
      this.writer.facts.exports.push([name, name])
      this.embedded.set(name, embeddedPackages(spec))
      const scope = new Scope()
      for (const child of spec.children)
        if (child.field !== 'name' && child.named) this.body(unit).visit(child, scope)
    }
  }

  private declaration(node: SyntaxNode, before: SyntaxNode | undefined): void {
    switch (node.type) {
      case 'function_declaration':
        this.function(node, before)
        break
      case 'method_declaration':
        this.method(node)
        break
      case 'var_declaration':
        for (const spec of specsOf(node, 'var_spec')) this.variable(spec)
        break
      case 'const_declaration':
        this.constants(node)
    }
  }

  private function(node: SyntaxNode, before: SyntaxNode | undefined): void {
    const name = node.child('name')?.text ?? ''
    const runsByItself = name === 'init' || isExportedToC(before)
    const isOpen = this.package === 'main' && /^\p{Lu}/u.test(name)
    const unit = this.writer.unit('function', name, node, 0, {
      ...(runsByItself && { always: true }),
      ...(isOpen && { entry: [`${PLUGIN}${name}`] }),
    })
    if (name !== 'init' && name !== '_') this.writer.facts.exports.push([name, name])
    if (name === 'TestMain') this.writer.facts.exports.push([SET_UP, name])
    else if (TEST.test(name) && (name.startsWith('Example') || this.isTestCode)) this.isTest()
    this.code(node, unit, new Scope())
  }

  private method(node: SyntaxNode): void {
    const name = node.child('name')?.text ?? ''
    const scope = new Scope()
    const receiver = node.child('receiver')
    const type = receiver && receiverType(receiver, scope)
    let parent = type === undefined ? undefined : this.types.get(type)
    if (parent === undefined && type !== undefined) {
      // Declared in another file of the package.
      parent = this.writer.unit('class', type, node, 0, { partial: true })
      this.writer.facts.exports.push([type, type])
      this.types.set(type, parent)
    }
    const unit = this.writer.unit('member', name, node, parent ?? 0, {
      ...((CALLED_BY_LIBRARIES.has(name) || SUITE_METHOD.test(name)) && { always: true }),
      ...this.calledFromOutside(name, type, node),
    })
    if (/^Test(?![a-z])/.test(name)) this.isTest()
    this.code(node, unit, scope)
  }

  /** What takes or gives things of a library, or stands in for a method of one, may be what the library asks for. */
  private calledFromOutside(
    name: string,
    type: string | undefined,
    node: SyntaxNode,
  ): { calledFromOutside?: true | string[] } {
    if (CALLED_BY_SOME.has(name)) return { calledFromOutside: true }
    if (!/^\p{Lu}/u.test(name)) return {}
    const packages = new Set(this.embedded.get(type ?? ''))
    for (const part of [node.child('parameters'), node.child('result')])
      for (const named of part?.walk() ?? [])
        if (named.type === 'qualified_type') packages.add(named.child('package')?.text ?? '')
    const libraries = [...packages].filter((one) => /^[^/]*\./.test(this.imports.pathOf(one) ?? ''))
    return libraries.length > 0 ? { calledFromOutside: libraries } : {}
  }

  private code(node: SyntaxNode, unit: number, scope: Scope): void {
    const body = this.body(unit)
    for (const child of node.children)
      if (child.named && child.field !== 'name' && child.field !== 'receiver') body.visit(child, scope)
  }

  private variable(spec: SyntaxNode): void {
    const names = spec.children.filter(({ field }) => field === 'name').map(({ text }) => text)
    const values = spec.child('value')?.namedChildren ?? []
    const type = spec.child('type')
    for (const [index, name] of names.entries()) {
      const own = values.length === names.length ? values.slice(index, index + 1) : values
      // `var _ Store = new(memory)` only says that one implements the other.
      if (name !== '_' || !type) this.runsAtStart(own)
      if (name === '_') continue
      const unit = this.writer.unit('value', name, spec, 0)
      this.writer.facts.exports.push([name, name])
      for (const node of [type, ...own]) if (node) this.body(unit).visit(node, new Scope())
    }
  }

  /** Calls outside of functions run when the package is loaded; functions that are only kept do not. */
  private runsAtStart(values: readonly SyntaxNode[]): void {
    const stack = [...values]
    for (let node = stack.pop(); node; node = stack.pop()) {
      if (node.type === 'func_literal') continue
      if (node.type !== 'call_expression') {
        stack.push(...node.namedChildren)
        continue
      }
      const called = node.child('function')
      // `(*T)(nil)` says that a type implements another, and runs nothing.
      if (called?.type === 'parenthesized_expression') continue
      const name = called?.child('field')?.text ?? called?.text ?? ''
      if (this.isTestCode && GINKGO_TESTS.has(name)) this.isTest()
      if (this.isTestCode && GINKGO_SETUP.has(name)) this.setUp(node)
      else this.body(0).visit(node, new Scope())
    }
  }

  private setUp(node: SyntaxNode): void {
    const unit = this.writer.unit('value', SET_UP, node, 0)
    this.writer.facts.exports.push([SET_UP, SET_UP])
    this.body(unit).visit(node, new Scope())
  }

  /** Constants run nothing; one with a type of its own makes values of it. */
  private constants(declaration: SyntaxNode): void {
    let type: SyntaxNode | undefined
    for (const spec of specsOf(declaration, 'const_spec')) {
      const value = spec.child('value')
      // One without a value repeats the line before it.
      if (value || spec.child('type')) type = spec.child('type')
      const speaks = type ?? (value && mayMakeValue(value) ? value : undefined)
      if (!speaks) continue
      const names = new Scope()
      declareNames(spec, names)
      for (const { field, text } of spec.children) {
        if (field !== 'name' || text === '_') continue
        const unit = this.writer.unit('value', text, spec, 0)
        this.writer.facts.exports.push([text, text])
        for (const node of [type, value]) if (node) this.body(unit).visit(node, names)
      }
    }
  }

  private isTest(): void {
    this.writer.facts.registersTests = 'loaded'
  }

  private body(unit: number): Body {
    return new Body(this.writer, this.imports, unit, this.isTestCode)
  }
}

/** Packages of embedded types; a model of an ORM is only embedded for its columns. */
function embeddedPackages(spec: SyntaxNode): string[] {
  const fields = spec.child('type')?.childOfType('field_declaration_list')?.namedChildren ?? []
  return fields.flatMap((field) => {
    const type = field.child('name') ? undefined : field.child('type')
    const name = type?.child('name')?.text
    return type?.type === 'qualified_type' && name !== 'Model' ? [type.child('package')?.text ?? ''] : []
  })
}

function specsOf(declaration: SyntaxNode, type: string): SyntaxNode[] {
  return declaration.namedChildren.flatMap((node) =>
    node.type === type ? [node] : node.namedChildren.filter((inner) => inner.type === type),
  )
}

/** Declares the receiver and the names of its type parameters; answers the name of its type. */
function receiverType(receiver: SyntaxNode, scope: Scope): string | undefined {
  let name: string | undefined
  for (const node of receiver.walk()) {
    if (node.type === 'identifier') scope.declare(node.text)
    else if (node.type === 'type_identifier') {
      if (name === undefined) name = node.text
      else scope.declare(node.text)
    }
  }
  return name
}

function mayMakeValue(value: SyntaxNode): boolean {
  for (const { type } of value.walk())
    if (type === 'call_expression' || type === 'identifier' || type === 'selector_expression') return true
  return false
}

/** `//export name` above a function: C calls it. */
function isExportedToC(before: SyntaxNode | undefined): boolean {
  return before?.type === 'comment' && /^\/\/(?:export|go:linkname) /.test(before.text)
}
