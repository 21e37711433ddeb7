import type { FileFacts, ImportFact, UnitFact, UnitKind } from '../facts.ts'
import type { Node } from './nodes.ts'
import {
  boundNames,
  constantText,
  isFunction,
  isNode,
  keyName,
  nodeAt,
  nodesAt,
  textAt,
  unwrap,
} from './nodes.ts'
import { Scope } from './scope.ts'
import { isRunner, registersTest } from './tests.ts'

/** Members that the language, Node or a container calls without naming them. */
const CALLED_BY_RUNTIME = new Set(
  `toString toJSON valueOf then next return throw handleEvent inspect connectedCallback disconnectedCallback
  attributeChangedCallback adoptedCallback render componentDidMount componentDidUpdate componentWillUnmount
  getDerivedStateFromError componentDidCatch shouldComponentUpdate _read _write _writev _transform _flush _final
  _destroy _construct onModuleInit onModuleDestroy onApplicationBootstrap onApplicationShutdown`.split(/\s+/),
)
/** Fields of a node that hold no code. */
const NO_CODE = new Set(['type', 'start', 'end', 'range', 'loc', 'parent', 'label', 'meta'])
/** What TypeScript adds and what still runs. */
const RUNNING_TS = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'TSEnumDeclaration',
  'TSEnumBody',
  'TSEnumMember',
  'TSModuleDeclaration',
  'TSModuleBlock',
  'TSParameterProperty',
])
const CODE_PATH = /^\.{0,2}\/?[\w@.-]+(?:\/[\w@.-]+)*\.[cm]?[jt]sx?$|^\.{1,2}(?:\/[\w@.-]+)+$/
const MOCKS = /^(?:mock|doMock|unstable_mockModule)$/
const MOCKERS = /^(?:vi|vitest|jest|td)$/
const ACTUAL = /^(?:importActual|requireActual|importMock|importOriginal)$/

/** Walks one file. `unit` is what runs the code at hand, `scope` whose names it sees. */
export class Reader {
  readonly facts: FileFacts = {
    imports: [],
    units: [],
    exports: [],
    mocks: [],
    paths: [],
    loadsUnnamed: [],
    registersTests: undefined,
  }
  private readonly lineStarts: number[] = [0]
  private readonly runners = new Set<string>()
  private readonly loadsHandedIn: number[] = []
  private scope = new Scope()
  private unit: UnitFact
  /** Name of the constant whose initialiser is being read, at the top of the file. */
  private value: { name: string; unit?: UnitFact } | undefined

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.lineStarts.push(at + 1)
    this.unit = this.newUnit('module', '', { type: 'Program', start: 0, end: text.length }, 0)
  }

  file(program: Node): void {
    const body = nodesAt(program, 'body')
    // Functions and classes are known before the code above them runs.
    for (const one of body) if (one.type === 'ImportDeclaration') this.importDeclaration(one)
    for (const one of body) this.visit(one)
    this.scope.end()
    for (const unit of this.facts.units) unit.properties = [...new Set(unit.properties)]
    if (this.facts.units.some(listsFolders)) this.facts.loadsUnnamed.push(...this.loadsHandedIn)
  }

  private get atTop(): boolean {
    return this.scope.outer === undefined
  }

  private newUnit(kind: UnitKind, name: string, node: Node, parent: number): UnitFact {
    const unit: UnitFact = {
      kind,
      name,
      parent,
      startLine: this.lineOf(node.start),
      endLine: this.lineOf(Math.max(node.start, node.end - 1)),
      names: [],
      members: [],
      properties: [],
    }
    this.facts.units.push(unit)
    return unit
  }

  private indexOf(unit: UnitFact): number {
    return this.facts.units.lastIndexOf(unit)
  }

  private lineOf(offset: number): number {
    let low = 0
    let high = this.lineStarts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }

  private visitAll(nodes: readonly Node[]): void {
    for (const node of nodes) this.visit(node)
  }

  /** @param argument inside an object that is handed to a call: what it holds is called by others */
  private visit(node: Node | undefined, argument = false): void {
    if (!node) return
    if (node.type.startsWith('TS') && !RUNNING_TS.has(node.type)) return this.typeScript(node)
    switch (node.type) {
      case 'ImportDeclaration':
        return
      case 'ExportNamedDeclaration':
        return this.exportNamed(node)
      case 'ExportAllDeclaration':
        return this.exportAll(node)
      case 'ExportDefaultDeclaration':
        return this.exportValue('default', nodeAt(node, 'declaration'))
      case 'FunctionDeclaration':
        this.functionUnit(node, textAt(nodeAt(node, 'id'), 'name') ?? 'default')
        return
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return this.anonymous(node)
      case 'ClassDeclaration':
        return this.classUnit(node, textAt(nodeAt(node, 'id'), 'name') ?? 'default')
      case 'ClassExpression':
        return this.classUnit(node, textAt(nodeAt(node, 'id'), 'name') ?? '', true)
      case 'VariableDeclarator':
        return this.declarator(node)
      case 'AssignmentExpression':
        return this.assignment(node)
      case 'ObjectExpression':
        return this.object(node, argument)
      case 'CallExpression':
      case 'NewExpression':
        return this.call(node)
      case 'ImportExpression': {
        const source = constantText(unwrap(nodeAt(node, 'source')))
        if (source === undefined) {
          this.loadsUnnamed(unwrap(nodeAt(node, 'source')))
          return this.visit(nodeAt(node, 'source'))
        }
        const local = this.inlineImport(source)
        this.scope.speak(this.unit, local)
        this.scope.speak(this.unit, local, 'default')
        return
      }
      case 'MemberExpression':
        return this.member(node)
      case 'Identifier':
      case 'JSXIdentifier':
        return this.scope.speak(this.unit, textAt(node, 'name') ?? '')
      case 'PrivateIdentifier':
        this.unit.properties.push(textAt(node, 'name') ?? '')
        return
      case 'JSXMemberExpression':
        this.unit.properties.push(textAt(nodeAt(node, 'property'), 'name') ?? '')
        return this.visit(nodeAt(node, 'object'))
      case 'JSXAttribute':
        return this.visit(nodeAt(node, 'value'))
      case 'Property': // Of a pattern: those of objects are read with the object.
        this.unit.properties.push(keyName(nodeAt(node, 'key'), node['computed'] === true) ?? '')
        if (node['computed'] === true) this.visit(nodeAt(node, 'key'))
        return this.visit(nodeAt(node, 'value'))
      case 'Literal':
      case 'TemplateLiteral': {
        const text = constantText(node)
        if (text !== undefined) this.text(text)
        else this.visitAll(nodesAt(node, 'expressions'))
        return
      }
      case 'LabeledStatement':
        return this.visit(nodeAt(node, 'body'))
      default:
        return this.children(node, argument)
    }
  }

  private children(node: Node, argument = false): void {
    for (const field in node) {
      if (NO_CODE.has(field)) continue
      const value = node[field]
      if (Array.isArray(value)) for (const one of value) if (isNode(one)) this.visit(one, argument)
      if (isNode(value)) this.visit(value, argument)
    }
  }

  private typeScript(node: Node): void {
    if (node.type === 'TSExportAssignment') this.exportValue('=', nodeAt(node, 'expression'))
    else if (node.type === 'TSImportEqualsDeclaration') {
      const source = constantText(nodeAt(nodeAt(node, 'moduleReference') ?? node, 'expression'))
      const local = textAt(nodeAt(node, 'id'), 'name') ?? ''
      if (source !== undefined) this.addImport(source, 'static', [['*', local]])
    }
  }

  /** Names that a string may speak: a property by its name, a module or program by its path. */
  private text(text: string): void {
    if (text.length > 200) return
    if (/^[A-Za-z_$][\w$]*$/.test(text)) this.unit.properties.push(text)
    else if (CODE_PATH.test(text)) this.facts.paths.push(text)
  }

  // Imports and exports

  private addImport(specifier: string, kind: ImportFact['kind'], names: ImportFact['names']): void {
    this.facts.imports.push({ specifier, kind, unit: this.indexOf(this.unit), names })
    if (isRunner(specifier)) for (const [, local] of names) this.runners.add(local)
  }

  /** @param name a name that is put together here is one of many; one that was handed in may be anybody's file */
  private loadsUnnamed(name: Node | undefined): void {
    const handedIn = name?.type === 'Identifier' || name?.type === 'MemberExpression'
    ;(handedIn ? this.loadsHandedIn : this.facts.loadsUnnamed).push(this.indexOf(this.unit))
  }

  private importDeclaration(node: Node): void {
    if (textAt(node, 'importKind') === 'type') return
    const names = nodesAt(node, 'specifiers')
      .filter((one) => textAt(one, 'importKind') !== 'type')
      .map((one): [string, string] => {
        const local = textAt(nodeAt(one, 'local'), 'name') ?? ''
        if (one.type === 'ImportNamespaceSpecifier') return ['*', local]
        if (one.type === 'ImportDefaultSpecifier') return ['default', local]
        return [moduleName(nodeAt(one, 'imported')), local]
      })
    const list = nodesAt(node, 'specifiers')
    if (list.length > 0 && names.length === 0) return
    this.addImport(constantText(nodeAt(node, 'source')) ?? '', 'static', names)
  }

  private inlineImport(specifier: string): string {
    const local = `\0${specifier}`
    this.addImport(specifier, this.atTop ? 'static' : 'lazy', [['*', local]])
    return local
  }

  private exportNamed(node: Node): void {
    if (textAt(node, 'exportKind') === 'type') return
    const source = constantText(nodeAt(node, 'source'))
    const specifiers = nodesAt(node, 'specifiers').filter((one) => textAt(one, 'exportKind') !== 'type')
    if (source !== undefined) {
      if (specifiers.length === 0) return
      const names = specifiers.map((one): [string, string] => [
        moduleName(nodeAt(one, 'local')),
        moduleName(nodeAt(one, 'exported')),
      ])
      return this.addImport(source, 'reexport', names)
    }
    for (const one of specifiers)
      this.facts.exports.push([moduleName(nodeAt(one, 'exported')), moduleName(nodeAt(one, 'local'))])
    const declaration = nodeAt(node, 'declaration')
    if (!declaration) return
    if (declaration.type === 'VariableDeclaration') {
      for (const one of nodesAt(declaration, 'declarations'))
        for (const name of boundNames(nodeAt(one, 'id'))) this.facts.exports.push([name, name])
    } else {
      const name = textAt(nodeAt(declaration, 'id'), 'name')
      if (name !== undefined) this.facts.exports.push([name, name])
    }
    this.visit(declaration)
  }

  private exportAll(node: Node): void {
    if (textAt(node, 'exportKind') === 'type') return
    const exported = nodeAt(node, 'exported')
    this.addImport(constantText(nodeAt(node, 'source')) ?? '', 'reexport', [
      ['*', exported ? moduleName(exported) : '*'],
    ])
  }

  /** `export default …`, `module.exports = …`, `exports.name = …`. */
  private exportValue(exported: string, node: Node | undefined): void {
    const value = unwrap(node)
    if (!value) return
    if (value.type === 'Identifier') {
      const name = textAt(value, 'name') ?? ''
      this.facts.exports.push([exported, name])
      // A constant that is no unit is made where it stands, and what it is made of speaks for itself.
      return
    }
    if (exported === '=' && value.type === 'ObjectExpression') return this.exportedObject(value)
    const own = textAt(nodeAt(value, 'id'), 'name') ?? exported
    this.facts.exports.push([exported, own])
    if (isFunction(value) || value.type === 'FunctionDeclaration') {
      this.functionUnit(value, own)
      return
    }
    if (value.type === 'ClassExpression' || value.type === 'ClassDeclaration')
      return this.classUnit(value, own)
    if (value.type === 'AssignmentExpression') {
      const inner = nodeAt(value, 'left')
      if (inner?.type === 'Identifier') this.facts.exports.push([exported, textAt(inner, 'name') ?? ''])
    }
    this.constant(own, value)
  }

  private exportedObject(object: Node): void {
    for (const property of nodesAt(object, 'properties')) {
      const value = unwrap(nodeAt(property, 'value'))
      const name = keyName(nodeAt(property, 'key'), property['computed'] === true)
      if (property.type === 'SpreadElement') {
        const source = requiredBy(unwrap(nodeAt(property, 'argument')))
        if (source === undefined) this.visit(nodeAt(property, 'argument'))
        else this.addImport(source, 'reexport', [['*', '*']])
      } else if (name === undefined || !value) this.visit(property)
      else {
        const source = requiredBy(value)
        if (source === undefined) this.exportValue(name, value)
        else this.addImport(source, 'reexport', [['=', name]])
      }
    }
  }

  // Units

  private functionUnit(node: Node, name: string, kind: UnitKind = 'function', place: Node = node): UnitFact {
    const unit = this.newUnit(kind, name, place, this.indexOf(this.unit))
    this.within(unit, node)
    return unit
  }

  private within(unit: UnitFact, node: Node): void {
    const [outerUnit, outerValue] = [this.unit, this.value]
    this.unit = unit
    this.value = undefined
    this.body(node)
    this.unit = outerUnit
    this.value = outerValue
  }

  private body(node: Node): void {
    const scope = new Scope(this.scope)
    this.scope = scope
    const params = nodesAt(node, 'params')
    for (const param of params) for (const name of boundNames(param)) scope.declare(name)
    for (const param of params) this.pattern(param)
    this.visit(nodeAt(node, 'body'))
    scope.end()
    this.scope = scope.outer ?? scope
  }

  /** Defaults and property names of a pattern; the names it binds are no use of anything. */
  private pattern(node: Node): void {
    if (node.type === 'Identifier') return this.visitAll(nodesAt(node, 'decorators'))
    if (node.type === 'AssignmentPattern') {
      this.pattern(nodeAt(node, 'left') ?? node)
      return this.visit(nodeAt(node, 'right'))
    }
    if (node.type === 'TSParameterProperty') {
      this.visitAll(nodesAt(node, 'decorators'))
      const parameter = nodeAt(node, 'parameter')
      if (parameter) this.pattern(parameter)
      return
    }
    if (node.type === 'RestElement') {
      const inner = nodeAt(node, 'argument')
      if (inner) this.pattern(inner)
      return
    }
    for (const element of nodesAt(node, 'elements')) this.pattern(element)
    for (const property of nodesAt(node, 'properties')) {
      const key = keyName(nodeAt(property, 'key'), property['computed'] === true)
      if (key !== undefined) this.unit.properties.push(key)
      const value = nodeAt(property, 'value') ?? nodeAt(property, 'argument')
      if (value) this.pattern(value)
    }
  }

  private anonymous(node: Node): void {
    const value = this.value
    if (!value || !this.atTop) return this.body(node)
    value.unit ??= this.newUnit('value', value.name, node, this.indexOf(this.unit))
    value.unit.endLine = Math.max(value.unit.endLine, this.lineOf(node.end - 1))
    this.within(value.unit, node)
  }

  private classUnit(node: Node, name: string, anonymous = false): void {
    this.visit(nodeAt(node, 'superClass'))
    this.visitAll(nodesAt(node, 'decorators'))
    const unit = this.newUnit('class', name, node, this.indexOf(this.unit))
    // A class that is handed on where it is written has no name by which it could be spoken.
    if (anonymous) unit.always = true
    const [outerUnit, outerValue] = [this.unit, this.value]
    this.unit = unit
    this.value = undefined
    const scope = new Scope(this.scope)
    this.scope = scope
    for (const element of nodesAt(nodeAt(node, 'body') ?? node, 'body')) this.classElement(element)
    scope.end()
    this.scope = scope.outer ?? scope
    this.unit = outerUnit
    this.value = outerValue
  }

  private classElement(element: Node): void {
    if (element.type === 'StaticBlock') return this.visitAll(nodesAt(element, 'body'))
    const computed = element['computed'] === true
    const name = keyName(nodeAt(element, 'key'), computed)
    if (computed) this.visit(nodeAt(element, 'key'))
    const decorators = nodesAt(element, 'decorators')
    this.visitAll(decorators)
    const value = unwrap(nodeAt(element, 'value'))
    if (!value) return
    if (!isFunction(value) && value.type !== 'TSEmptyBodyFunctionExpression') return this.visit(value)
    if (!nodeAt(value, 'body')) return
    const unit = this.functionUnit(value, name ?? '', 'member', element)
    if (
      name === undefined ||
      decorators.length > 0 ||
      textAt(element, 'kind') === 'constructor' ||
      CALLED_BY_RUNTIME.has(name)
    )
      unit.always = true
  }

  private object(node: Node, argument: boolean): void {
    for (const property of nodesAt(node, 'properties')) {
      if (property.type !== 'Property') {
        const inner = unwrap(nodeAt(property, 'argument'))
        if (inner?.type === 'Identifier') this.scope.speak(this.unit, textAt(inner, 'name') ?? '', '*')
        this.visit(property, argument)
        continue
      }
      const computed = property['computed'] === true
      if (computed) this.visit(nodeAt(property, 'key'))
      const name = keyName(nodeAt(property, 'key'), computed)
      const value = unwrap(nodeAt(property, 'value'))
      if (!isFunction(value) || name === undefined) {
        this.visit(nodeAt(property, 'value'), argument)
        continue
      }
      const holder = this.atTop && this.value ? this.valueUnit(this.value, node) : this.unit
      const outer = this.unit
      this.unit = holder
      const unit = this.functionUnit(value, name, 'member', property)
      unit.inObject = true
      if (argument || CALLED_BY_RUNTIME.has(name)) unit.always = true
      this.unit = outer
    }
  }

  private valueUnit(value: { name: string; unit?: UnitFact }, node: Node): UnitFact {
    value.unit ??= this.newUnit('value', value.name, node, this.indexOf(this.unit))
    return value.unit
  }

  private constant(name: string, init: Node): void {
    const outer = this.value
    if (this.atTop) this.value = { name }
    this.visit(init)
    this.value = outer
  }

  // Statements and expressions that give names

  private declarator(node: Node): void {
    const id = nodeAt(node, 'id')
    const init = unwrap(nodeAt(node, 'init'))
    const name = id?.type === 'Identifier' ? textAt(id, 'name') : undefined
    if (init && name !== undefined && isFunction(init)) {
      this.functionUnit(init, name, 'function', node)
      return
    }
    if (init && name !== undefined && init.type === 'ClassExpression') return this.classUnit(init, name)
    const imported = init && id ? this.requiredNames(init, id) : undefined
    if (imported) {
      const [source, names] = imported
      this.addImport(source, this.atTop ? 'static' : 'lazy', names)
      return
    }
    if (!this.atTop) for (const bound of boundNames(id)) this.scope.declare(bound)
    if (id) this.pattern(id)
    if (!init) return
    if (this.atTop && name !== undefined) this.constant(name, init)
    else this.visit(init)
  }

  /** `const x = require('m')`, `const { a, b: c } = await import('m')`, `const x = require('m').y`. */
  private requiredNames(init: Node, id: Node): [string, ImportFact['names']] | undefined {
    let source = requiredBy(init)
    let property: string | undefined
    if (source === undefined && init.type === 'MemberExpression') {
      source = requiredBy(unwrap(nodeAt(init, 'object')))
      property = keyName(nodeAt(init, 'property'), init['computed'] === true)
      if (property === undefined) return undefined
    }
    if (source === undefined) return undefined
    if (id.type === 'Identifier') return [source, [[property ?? '*', textAt(id, 'name') ?? '']]]
    if (id.type !== 'ObjectPattern' || property !== undefined) return undefined
    const names: ImportFact['names'] = []
    for (const one of nodesAt(id, 'properties')) {
      const key = keyName(nodeAt(one, 'key'), one['computed'] === true)
      const value = nodeAt(one, 'value')
      const target = value?.type === 'AssignmentPattern' ? nodeAt(value, 'left') : value
      if (key === undefined || target?.type !== 'Identifier') return undefined
      names.push([key, textAt(target, 'name') ?? ''])
    }
    return [source, names]
  }

  private assignment(node: Node): void {
    const left = unwrap(nodeAt(node, 'left'))
    const right = unwrap(nodeAt(node, 'right'))
    const exported = exportedBy(left)
    if (exported !== undefined && right) {
      // `module.exports = exports = f`: the same value under two names.
      if (right.type === 'AssignmentExpression' && exportedBy(unwrap(nodeAt(right, 'left'))) !== undefined)
        return this.exportValue(exported, nodeAt(right, 'right'))
      const source = requiredBy(right)
      if (source !== undefined) return this.addImport(source, 'reexport', [['=', exported]])
      return this.exportValue(exported, right)
    }
    const named =
      left?.type === 'MemberExpression'
        ? keyName(nodeAt(left, 'property'), left['computed'] === true)
        : left?.type === 'Identifier'
          ? textAt(left, 'name')
          : undefined
    if (left?.type === 'MemberExpression') {
      this.visit(nodeAt(left, 'object'))
      if (left['computed'] === true) this.visit(nodeAt(left, 'property'))
    } else if (left && left.type !== 'Identifier') this.visit(left)
    const inner = right?.type === 'AssignmentExpression' ? unwrap(nodeAt(right, 'left')) : undefined
    const alias =
      inner?.type === 'MemberExpression'
        ? keyName(nodeAt(inner, 'property'), inner['computed'] === true)
        : undefined
    // `res.set = res.header = function …`: who speaks the one name runs the other.
    if (left?.type === 'MemberExpression' && named !== undefined && alias !== undefined)
      this.newUnit('member', named, node, this.indexOf(this.unit)).properties.push(alias)
    // A variable of a function: whoever runs the function may run what it holds.
    if (left?.type === 'Identifier' && !this.atTop) this.visit(nodeAt(node, 'right'))
    else if (named !== undefined && isFunction(right)) {
      const unit = this.functionUnit(right, named, left?.type === 'Identifier' ? 'function' : 'member', node)
      // `request.onsuccess = …` in a function: whoever has the request calls it.
      if (!this.atTop) unit.inObject = true
    } else if (named !== undefined && right?.type === 'ClassExpression') this.classUnit(right, named)
    else this.visit(nodeAt(node, 'right'))
  }

  private member(node: Node): void {
    const object = unwrap(nodeAt(node, 'object'))
    const computed = node['computed'] === true
    const property = keyName(nodeAt(node, 'property'), computed)
    if (computed && property === undefined) this.visit(nodeAt(node, 'property'))
    const source = requiredBy(object)
    if (source !== undefined) this.scope.speak(this.unit, this.inlineImport(source), property ?? '*')
    else if (object?.type === 'Identifier')
      this.scope.speak(this.unit, textAt(object, 'name') ?? '', property ?? '*')
    else {
      if (property !== undefined) this.unit.properties.push(property)
      this.visit(object)
    }
  }

  private call(node: Node): void {
    const callee = unwrap(nodeAt(node, 'callee'))
    const list = nodesAt(node, 'arguments')
    const source = requiredBy(node)
    if (source !== undefined) return this.scope.speak(this.unit, this.inlineImport(source))
    if (this.facts.registersTests !== 'loaded' && registersTest(node, this.runners))
      this.facts.registersTests = this.unit.kind === 'module' ? 'loaded' : 'called'
    if (callee?.type === 'MemberExpression' && this.moduleCall(callee, list)) return
    if (loadsByPattern(callee)) this.loadsUnnamed(callee?.type === 'Identifier' ? unwrap(list[0]) : undefined)
    // A function that is called where it is written runs with the code around it.
    if (isFunction(callee)) this.body(callee)
    else this.visit(callee)
    for (const argument of list) {
      const inner = unwrap(argument)
      this.visit(inner, inner?.type === 'ObjectExpression' || inner?.type === 'ArrayExpression')
      if (inner?.type === 'Identifier' && isObjectMethod(callee))
        this.scope.speak(this.unit, textAt(inner, 'name') ?? '', '*')
    }
  }

  /** `vi.mock('./mail')`, `jest.requireActual('./mail')`, `require.resolve('./worker')`. */
  private moduleCall(callee: Node, list: readonly Node[]): boolean {
    const object = textAt(unwrap(nodeAt(callee, 'object')), 'name') ?? ''
    const method = textAt(nodeAt(callee, 'property'), 'name') ?? ''
    const first = unwrap(list[0])
    const specifier = constantText(first) ?? requiredBy(first)
    if (specifier === undefined || !MOCKERS.test(object)) return false
    if (MOCKS.test(method)) {
      const before = this.facts.imports.length
      const factory = unwrap(list[1])
      if (factory) this.visit(factory)
      const keepsIt =
        this.facts.imports.slice(before).some((one) => one.specifier === specifier) ||
        (isFunction(factory) && nodesAt(factory, 'params').length > 0)
      if (!keepsIt && factory?.type !== 'ObjectExpression') this.facts.mocks.push(specifier)
      return true
    }
    if (!ACTUAL.test(method)) return false
    this.scope.speak(this.unit, this.inlineImport(specifier))
    return true
  }
}

/** The module that `require('m')` or `import('m')` loads. */
function requiredBy(node: Node | undefined): string | undefined {
  if (node?.type === 'ImportExpression') return constantText(unwrap(nodeAt(node, 'source')))
  if (node?.type !== 'CallExpression') return undefined
  const callee = unwrap(nodeAt(node, 'callee'))
  const isRequire =
    (callee?.type === 'Identifier' && textAt(callee, 'name') === 'require') ||
    (callee?.type === 'MemberExpression' &&
      textAt(nodeAt(callee, 'object'), 'name') === 'require' &&
      textAt(nodeAt(callee, 'property'), 'name') === 'resolve')
  return isRequire ? constantText(unwrap(nodesAt(node, 'arguments')[0])) : undefined
}

/** `fs.readdirSync(folder)`, `glob('*.js')`: where names of files come from. */
function listsFolders({ names, members, properties }: UnitFact): boolean {
  const all = [...names, ...properties, ...members.map(([, property]) => property)]
  return all.some((name) => /^(?:readdir|opendir|glob|globSync|globby|fg|scandir|walk)/.test(name))
}

/** `require(name)` that is no constant, `import.meta.glob('…')`, `require.context('…')`. */
function loadsByPattern(callee: Node | undefined): boolean {
  if (callee?.type === 'Identifier') return textAt(callee, 'name') === 'require'
  if (callee?.type !== 'MemberExpression') return false
  const method = textAt(nodeAt(callee, 'property'), 'name') ?? ''
  const object = unwrap(nodeAt(callee, 'object'))
  return object?.type === 'MetaProperty'
    ? method.startsWith('glob')
    : method === 'context' && textAt(object, 'name') === 'require'
}

/** The name by which an assignment exports: `=` of `module.exports`, `name` of `exports.name`. */
function exportedBy(left: Node | undefined): string | undefined {
  if (left?.type !== 'MemberExpression') return undefined
  const object = unwrap(nodeAt(left, 'object'))
  const property = keyName(nodeAt(left, 'property'), left['computed'] === true)
  const isModule = object?.type === 'Identifier' && textAt(object, 'name') === 'module'
  if (isModule && property === 'exports') return '='
  const isExports = object?.type === 'Identifier' && textAt(object, 'name') === 'exports'
  return isExports || exportedBy(object) === '=' ? property : undefined
}

/** `Object.values(module)` and its like: everything that the module exports is used. */
function isObjectMethod(callee: Node | undefined): boolean {
  return (
    callee?.type === 'MemberExpression' &&
    textAt(unwrap(nodeAt(callee, 'object')), 'name') === 'Object' &&
    /^(?:values|entries|assign|fromEntries)$/.test(textAt(nodeAt(callee, 'property'), 'name') ?? '')
  )
}

function moduleName(node: Node | undefined): string {
  return textAt(node, 'name') ?? textAt(node, 'value') ?? ''
}
