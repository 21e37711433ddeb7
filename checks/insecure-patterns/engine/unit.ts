import { posix } from 'node:path'
import type { SyntaxNode } from '../../../src/parse/code/index.ts'
import {
  type Assignment,
  type Collector,
  type Dialect,
  type Expression,
  type FunctionScope,
  hasBareFields,
  isJvm,
  type RuleLanguage,
  type Unit,
} from './ir.ts'
import { csharp } from './languages/csharp.ts'
import { go } from './languages/go.ts'
import { java } from './languages/java.ts'
import { javascript } from './languages/javascript.ts'
import { kotlin } from './languages/kotlin.ts'
import { php } from './languages/php.ts'
import { python } from './languages/python.ts'
import { ruby } from './languages/ruby.ts'
import { rust } from './languages/rust.ts'
import { namesIn } from './project.ts'

export const DIALECTS: Readonly<Record<RuleLanguage, Dialect>> = {
  javascript,
  python,
  java,
  go,
  ruby,
  kotlin,
  rust,
  csharp,
  php,
}

/** What a block of Ruby ends in is what it gives back. */
const blockTail = (node: SyntaxNode): SyntaxNode | undefined =>
  /^(?:body_statement|block_body)$/.test(node.type) && /^(?:do_)?block$/.test(node.parent?.type ?? '')
    ? node.namedChildren.findLast((child) =>
        /^(?:string|heredoc_beginning|binary|identifier)$/.test(child.type),
      )
    : undefined

/** `fun page() = …` */
const isExpressionBody = (node: SyntaxNode): boolean =>
  node.type === 'function_body' && node.namedChildren[0]?.type !== 'block'

const TYPE = /\b(?:class|interface|enum|record|object)\s+([A-Z]\w*)/g

/** Reads a syntax tree once and gathers everything rules start from. `paths` are those of the project. */
export function readUnit(
  path: string,
  language: RuleLanguage,
  root: SyntaxNode,
  paths: ReadonlySet<string> = new Set(),
): Unit {
  const dialect = DIALECTS[language]
  const lowered = new Map<SyntaxNode, Expression>()
  const scopes = new Map<SyntaxNode, FunctionScope>()
  const scope = (node: SyntaxNode, name: string, parent?: FunctionScope): FunctionScope => ({
    node,
    name,
    ...(parent && { parent }),
    parameters: [],
    assignments: new Map(),
    decorators: [],
  })
  const module = scope(root, '')
  scopes.set(root, module)

  const scopeOf = (from: SyntaxNode): FunctionScope => {
    let node: SyntaxNode | undefined = from
    while (node) {
      const known = scopes.get(node)
      if (known) return known
      node = node.parent
    }
    return module
  }
  const lower = (node: SyntaxNode): Expression => {
    let expression = lowered.get(node)
    if (!expression) {
      expression = dialect.lower(node, lower, unit)
      lowered.set(node, expression)
    }
    return expression
  }
  let neighbours: ReadonlySet<string> | undefined
  const unit: Unit = {
    path,
    language,
    root,
    module,
    imports: new Map(),
    wildcards: isJvm(language) ? ['java.lang'] : [],
    calls: [],
    objects: [],
    memberWrites: [],
    functions: [module],
    returns: [],
    fields: new Map(),
    neighbours: () =>
      (neighbours ??= new Set([
        ...[...root.text.matchAll(TYPE)].map(([, name = '']) => name),
        ...namesIn(posix.dirname(path), paths),
      ])),
    lower,
    scopeOf,
  }
  const push = (map: Map<string, Assignment[]>, assignment: Assignment): void => {
    const list = map.get(assignment.name)
    if (list) list.push(assignment)
    else map.set(assignment.name, [assignment])
  }
  const collector: Collector = {
    unit,
    lower,
    import: (local, canonical) => unit.imports.set(local, canonical),
    wildcard: (name) => unit.wildcards.push(name),
    assign: (name, node, { value, appends = false, type }) =>
      push(scopeOf(node).assignments, {
        name,
        ...(value && { value }),
        ...(type !== undefined && { type }),
        appends,
        at: node.end,
        node,
      }),
    field: (name, node, { value, type }) =>
      push(unit.fields, {
        name,
        ...(value && { value }),
        ...(type !== undefined && { type }),
        appends: false,
        at: node.end,
        node,
      }),
    write: (target, value, node) => unit.memberWrites.push({ target, value, node }),
  }

  // Scopes first: lowering a function asks for its scope.
  for (const node of root.walk()) {
    if (!node.named || !dialect.functions.has(node.type)) continue
    const described = dialect.describeFunction(node)
    const opened: FunctionScope = {
      ...scope(node, described.name, node.parent && scopeOf(node.parent)),
      parameters: described.parameters,
      decorators: described.decorators,
    }
    scopes.set(node, opened)
    unit.functions.push(opened)
  }
  let leftOut = 0
  for (const node of root.walk()) {
    if (!node.named || node.end <= leftOut) continue
    if (dialect.leavesOut?.(node)) {
      leftOut = node.end
      continue
    }
    dialect.collect(node, collector)
    if (/^return_(?:statement|expression)$/.test(node.type) || isExpressionBody(node)) {
      const [value] = node.namedChildren
      if (value) unit.returns.push({ node, value: lower(value) })
    }
    const tail = blockTail(node)
    if (tail) unit.returns.push({ node: tail, value: lower(tail) })
    const expression = dialect.functions.has(node.type) ? undefined : lower(node)
    // A language may read one call as several nodes, or a format call as text: the node decides.
    if (expression?.node !== node) continue
    if (expression.kind === 'call') unit.calls.push(expression)
    else if (expression.kind === 'object') unit.objects.push(expression)
  }
  if (hasBareFields(language)) for (const own of unit.functions) addBareWrites(own, unit, push)
  return unit
}

/** `count = 1` in a method that declares no `count` writes the field. */
function addBareWrites(
  scope: FunctionScope,
  unit: Unit,
  push: (map: Map<string, Assignment[]>, assignment: Assignment) => void,
): void {
  for (const [name, assignments] of scope.assignments) {
    if (!unit.fields.has(name) || isLocal(name, scope)) continue
    for (const assignment of assignments) push(unit.fields, assignment)
  }
}

function isLocal(name: string, scope: FunctionScope): boolean {
  for (let at: FunctionScope | undefined = scope; at?.parent; at = at.parent) {
    if (at.parameters.some((parameter) => parameter.name === name)) return true
    if (at.assignments.get(name)?.some(({ node }) => !/^assignment(?:_expression)?$/.test(node.type)))
      return true
  }
  return false
}
