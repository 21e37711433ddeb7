import type { SyntaxNode } from '../../../../src/parse/code/index.ts'
import type { Argument, Dialect, Entry, Expression, Parameter } from '../ir.ts'
import { csharpStatement } from '../flow/statements/csharp.ts'
import { braces, constant, isText, name, number, other, plus, unescape } from './build.ts'

type Lower = (node: SyntaxNode) => Expression

/** Base classes whose public methods a framework calls with what a request holds. */
const CONTROLLERS =
  /(?:^|[^\w])(?:\w*Controller|\w*ControllerBase|ApiController|\w*Hub|PageModel|NancyModule|Endpoint\w*<[^<>]+>|(\w+)\.\1Base)\b/
/** Lambdas that answer a route: `app.MapGet("/x", (string name) => …)`. */
const ROUTES = /\.Map(?:Get|Post|Put|Delete|Patch|Methods)$/
const ANSWERS = /^(?:Action|Endpoint|Http(?:Get|Post|Put|Delete|Patch)|Route)\b/
/** `CreateUser request`: elsewhere that is the name of the framework's own object, here of what it read. */
const isModel = (name: string, type: string | undefined): boolean =>
  /^(?:req|request|session)$/.test(name) && type !== undefined && !/^(?:Http|I[A-Z])/.test(type)
/** Attributes of properties that a request fills before any method runs. */
const BOUND = /^(?:BindProperty|FromQuery|FromForm|FromRoute|FromHeader|SupplyParameterFrom(?:Query|Form))\b/
/** What a container hands over, not a request. */
const SERVICE =
  /^(?:I(?!FormFile|FormCollection|Enumerable|List|Collection|Dictionary|ReadOnly|QueryCollection)[A-Z]\w*|\w*(?:Context|Service|Manager|Repository|Logger|Factory|Client|Provider|Mediator|Sender)|CancellationToken|ClaimsPrincipal|HttpRequest|HttpResponse|ILogger)$/

export const csharp: Dialect = {
  functions: new Set([
    'method_declaration',
    'constructor_declaration',
    'local_function_statement',
    'lambda_expression',
    'anonymous_method_expression',
  ]),

  describeFunction(node) {
    const list = node.child('parameters')
    const role = [...attributes(node), ...roleOf(node)]
    const parameters: Parameter[] = []
    const children =
      list?.type === 'implicit_parameter' || list?.type === 'identifier'
        ? [list]
        : (list?.namedChildren ?? [])
    children.forEach((parameter, index) => {
      const target = parameter.type === 'parameter' ? parameter.child('name') : parameter
      if (!target) return
      const type = typeName(parameter.child('type'))
      const annotations = attributes(parameter)
      if (type !== undefined && SERVICE.test(type)) annotations.push('Depends')
      if (annotations.some((one) => /^FromServices\b|^FromKeyedServices\b/.test(one)))
        annotations.push('Depends')
      else if (isModel(target.text, type) && role.some((one) => ANSWERS.test(one)))
        annotations.push('FromBody')
      parameters.push({ name: target.text, ...(type !== undefined && { type }), annotations, index })
    })
    return {
      name: node.child('name')?.text ?? '',
      parameters,
      decorators: role,
    }
  },

  lower(node, lower, unit) {
    switch (node.type) {
      case 'parenthesized_expression':
      case 'await_expression':
      case 'checked_expression':
      case 'ref_expression':
      case 'arrow_expression_clause':
      case 'constant_pattern':
      case 'global_statement': {
        const inner = node.namedChildren.at(-1)
        return inner ? lower(inner) : other(node, lower)
      }
      case 'cast_expression': {
        const [type, value] = [node.child('type'), node.child('value')]
        if (!value) return other(node, lower)
        // Blazor's way to say that a text is markup.
        if (type?.text === 'MarkupString')
          return {
            kind: 'call',
            callee: lower(type),
            args: [{ value: lower(value), spread: false }],
            isNew: true,
            node,
          }
        return lower(value)
      }
      case 'as_expression': {
        const left = node.child('left')
        return left ? lower(left) : other(node, lower)
      }
      case 'string_literal':
      case 'character_literal':
        return constant(node, unescape(node.text.replace(/^["']|["'](?:u8)?$/g, '')))
      case 'verbatim_string_literal':
        return constant(node, node.text.replace(/^@"|"$/g, '').replaceAll('""', '"'))
      case 'raw_string_literal':
        return constant(node, node.text.replaceAll(/^"{3,}\s?|\s*"{3,}$/g, ''))
      case 'interpolated_string_expression':
        return interpolated(node, lower)
      case 'integer_literal':
      case 'real_literal':
        return number(node)
      case 'boolean_literal':
        return constant(node, node.text === 'true')
      case 'null_literal':
        return constant(node, null)
      case 'identifier':
      case 'predefined_type':
      case 'qualified_name':
        return name(node)
      case 'this_expression':
      case 'this':
        return name(node, 'this')
      case 'base_expression':
      case 'base':
        return name(node, 'super')
      case 'generic_name': {
        const [base] = node.namedChildren
        return base ? lower(base) : name(node)
      }
      case 'alias_qualified_name': {
        const inner = node.child('name')
        return inner ? lower(inner) : name(node)
      }
      case 'member_access_expression': {
        const [object, property] = [node.child('expression'), node.child('name')]
        if (!object || !property) return other(node, lower)
        if (isFormField(object, property, unit.path)) return name(node, 'HttpContext.Request.Form')
        return member(lower(object), property, node)
      }
      case 'conditional_access_expression': {
        const [object, binding] = [node.child('condition'), node.namedChildren.at(-1)]
        return object && binding ? bound(lower(object), binding, node, lower) : other(node, lower)
      }
      case 'element_access_expression': {
        const [object, index] = [node.child('expression'), node.child('subscript')?.namedChildren[0]]
        const key = index?.namedChildren.at(-1) ?? index
        if (!object || !key) return other(node, lower)
        return { kind: 'index', object: lower(object), index: lower(key), node }
      }
      case 'invocation_expression':
        return call(node, lower)
      case 'object_creation_expression':
      case 'implicit_object_creation_expression':
        return creation(node, lower)
      case 'array_creation_expression':
      case 'implicit_array_creation_expression': {
        const values = node.namedChildren.find((child) => child.type === 'initializer_expression')
        return { kind: 'list', items: (values?.namedChildren ?? []).map(lower), node }
      }
      case 'initializer_expression':
      case 'collection_expression':
        return { kind: 'list', items: node.namedChildren.map(lower), node }
      case 'anonymous_object_creation_expression': {
        const entries = node.namedChildren.flatMap((child, index) => {
          const before = node.namedChildren[index - 1]
          if (child.field === 'name') return []
          // `new { id, user.Name }`: named after what they hold.
          const key = before?.field === 'name' ? before.text : /\w+$/.exec(child.text.slice(-80))?.[0]
          return key === undefined ? [] : [{ key, value: lower(child), node: child }]
        })
        return { kind: 'object', entries, open: false, node }
      }
      case 'binary_expression': {
        const [left, right, operator] = [node.child('left'), node.child('right'), node.child('operator')]
        if (!left || !right) return other(node, lower)
        const sign = operator?.type ?? node.children.find((child) => !child.named)?.type
        if (sign === '+') return plus(node, lower(left), lower(right))
        if (sign === '??')
          return { kind: 'either', options: [lower(left), lower(right)], operator: '??', node }
        return other(node, lower, [left, right], sign)
      }
      case 'conditional_expression': {
        const options = ['consequence', 'alternative'].flatMap((field) => node.child(field) ?? [])
        const condition = node.child('condition')
        return {
          kind: 'either',
          options: options.map(lower),
          ...(condition && { condition: lower(condition) }),
          node,
        }
      }
      case 'switch_expression': {
        const arms = node.namedChildren.filter((child) => child.type === 'switch_expression_arm')
        return {
          kind: 'either',
          options: arms.flatMap((arm) => arm.namedChildren.at(-1) ?? []).map(lower),
          node,
        }
      }
      case 'assignment_expression': {
        const [left, right] = [node.child('left'), node.child('right')]
        if (!left || !right) return other(node, lower)
        return {
          kind: 'either',
          options: [lower(right)],
          assigned: { target: lower(left), operator: operatorOf(node) },
          node,
        }
      }
      case 'prefix_unary_expression': {
        const [operand] = node.namedChildren
        return other(node, lower, operand ? [operand] : [], node.children.find((child) => !child.named)?.type)
      }
      case 'postfix_unary_expression': {
        const [operand] = node.namedChildren
        // `value!`: the compiler alone is told something.
        if (operand && node.text.endsWith('!')) return lower(operand)
        return other(node, lower, node.namedChildren, 'update')
      }
      case 'is_pattern_expression': {
        const left = node.child('expression')
        const target = node.child('pattern')?.child('name')
        if (!left || !target) return other(node, lower, left ? [left] : [], 'instanceof')
        // `value is string text`: the name holds the value from here on.
        const held: Expression = {
          kind: 'either',
          options: [lower(left)],
          assigned: { target: name(target), operator: '=' },
          node: left,
        }
        return { kind: 'other', parts: [held], operator: 'instanceof', node }
      }
      case 'declaration_expression': {
        const target = node.child('name')
        return target ? name(target) : other(node, lower)
      }
      default:
        if (csharp.functions.has(node.type)) return { kind: 'function', definition: unit.scopeOf(node), node }
        return { kind: 'other', parts: [], node }
    }
  },

  statement: csharpStatement,

  collect(node, into) {
    switch (node.type) {
      case 'using_directive': {
        const target = node.namedChildren.at(-1)
        const alias = node.child('name')
        if (!target || !/^(?:qualified_name|identifier)$/.test(target.type)) return
        if (alias && alias !== target) into.import(alias.text, target.text)
        else into.wildcard(target.text)
        return
      }
      case 'variable_declarator': {
        const [target, value] = [node.child('name'), valueOf(node)]
        const holder = node.parent?.type === 'variable_declaration' ? node.parent : undefined
        const type = typeName(holder?.child('type'))
        if (!target) return
        const write = { ...(value && { value: into.lower(value) }), ...(type !== undefined && { type }) }
        if (holder?.parent?.type === 'field_declaration') into.field(target.text, node, write)
        else into.assign(target.text, node, write)
        return
      }
      case 'property_declaration': {
        const [target, value] = [node.child('name'), node.child('value')]
        const type = typeName(node.child('type'))
        const isBound = attributes(node).some((one) => BOUND.test(one))
        const filled = isBound ? name(node, 'HttpContext.Request.Form') : value && into.lower(value)
        if (target)
          into.field(target.text, node, {
            ...(filled && { value: filled }),
            ...(type !== undefined && { type }),
          })
        return
      }
      case 'assignment_expression': {
        // In an initializer it names a member of what is made.
        if (node.parent?.type === 'initializer_expression') return
        const [left, right] = [node.child('left'), node.child('right')]
        if (!left || !right) return
        const value = into.lower(right)
        const appends = operatorOf(node) === '+='
        if (left.type === 'identifier') {
          into.assign(left.text, node, { value, appends })
          into.write(into.lower(left), value, node)
        } else {
          const target = into.lower(left)
          into.write(target, value, node)
          if (target.kind === 'member' && target.object.kind === 'name' && target.object.name === 'this')
            into.field(target.property, node, { value })
        }
        return
      }
      case 'object_creation_expression':
      case 'implicit_object_creation_expression': {
        // Made with arguments and members: rules that ask for objects ask for this one too.
        const made = into.lower(node)
        const entries = membersOf(initializerOf(node), (one) => into.lower(one))
        if (made.kind === 'call' && entries.length > 0)
          into.unit.objects.push({ kind: 'object', type: made.callee, entries, open: false, node })
        return
      }
      case 'class_declaration':
      case 'record_declaration':
      case 'struct_declaration': {
        // What a primary constructor takes is there in every method.
        const list = node.childOfType('parameter_list')
        for (const parameter of list?.namedChildren ?? []) {
          const target = parameter.child('name')
          const type = typeName(parameter.child('type'))
          if (target && type !== undefined) into.field(target.text, parameter, { type })
        }
        return
      }
      case 'declaration_expression':
      case 'declaration_pattern': {
        const target = node.child('name')
        const type = typeName(node.child('type'))
        if (target) into.assign(target.text, node, { ...(type !== undefined && { type }) })
        return
      }
      case 'foreach_statement': {
        const [target, list] = [node.child('left'), node.child('right')]
        const type = typeName(node.child('type'))
        if (!target || !list) return
        const value: Expression = { kind: 'index', object: into.lower(list), node: target }
        into.assign(target.text, target, { value, ...(type !== undefined && { type }) })
        return
      }
      case 'expression_statement': {
        // `builder.Append(a).Append(b)` adds to the variable.
        const parts: Expression[] = []
        let [at] = node.namedChildren
        while (at?.type === 'invocation_expression') {
          const access = at.child('function')
          const method = access?.child('name')?.text ?? ''
          if (!/^Append(?:Line|Format)?$/.test(method)) break
          const args = (at.child('arguments')?.namedChildren ?? []).map(
            (one) => one.namedChildren.at(-1) ?? one,
          )
          parts.unshift(...args.map((one) => into.lower(one)))
          at = access?.child('expression')
        }
        if (at?.type === 'identifier' && parts.length > 0)
          into.assign(at.text, node, { value: { kind: 'concat', parts, node }, appends: true })
        return
      }
      default:
    }
  },
}

/** The value of a declarator: the grammar names no field for it. */
export function valueOf(node: SyntaxNode): SyntaxNode | undefined {
  const target = node.child('name')
  const last = node.namedChildren.at(-1)
  return last && last !== target && last.type !== 'tuple_pattern' && last.type !== 'bracketed_argument_list'
    ? last
    : undefined
}

/** `List<User>?` -> `List`; nothing for `var`. */
export function typeName(node: SyntaxNode | undefined): string | undefined {
  if (!node || node.type === 'implicit_type') return undefined
  return node.text.replace(/<[^]*$/, '').replace(/[?\s[\]]+$/, '')
}

export const operatorOf = (node: SyntaxNode): string =>
  node.child('operator')?.text ?? node.children.find((child) => !child.named)?.type ?? '='

function attributes(node: SyntaxNode): string[] {
  return node.namedChildren
    .filter((child) => child.type === 'attribute_list')
    .flatMap((list) => list.namedChildren.map((child) => child.text))
}

/** What a framework takes a function for, where its attributes do not say it. */
function roleOf(node: SyntaxNode): string[] {
  if (node.type === 'lambda_expression') {
    const invocation = node.parent?.type === 'argument' ? node.parent.parent?.parent : undefined
    return ROUTES.test(invocation?.child('function')?.text.slice(-40) ?? '') ? ['Endpoint'] : []
  }
  if (answersRoute(node)) return ['Endpoint']
  if (node.type !== 'method_declaration') return []
  const isPublic = node.namedChildren.some((child) => child.type === 'modifier' && child.text === 'public')
  const isStatic = node.namedChildren.some((child) => child.type === 'modifier' && child.text === 'static')
  const owner = node.parent?.parent
  const bases = owner?.namedChildren.find((child) => child.type === 'base_list')?.text ?? ''
  const isAction = isPublic && !isStatic && !attributes(node).some((one) => /^NonAction\b/.test(one))
  return isAction && CONTROLLERS.test(bases) ? ['Action'] : []
}

/** `txtName.Text` behind a page of WebForms; the same in a window is what its own user typed. */
const isFormField = (object: SyntaxNode, property: SyntaxNode, path: string): boolean =>
  property.text === 'Text' &&
  /^(?:this\.)?(?:(?:txt|tb|tbx)[A-Z_]\w*|\w*TextBox\d*)$/.test(object.text.slice(0, 80)) &&
  /\.(?:aspx|ascx|master)\.cs$/i.test(path)

/** `app.MapGet("/x", Find)`: a name in place of a lambda. */
const NAMED =
  /\.Map(?:Get|Post|Put|Delete|Patch)\(\s*(?:@?"[^"\n]*"|[\w.]{1,80})\s*,\s*(?:\w{1,80}\.)?(\w{1,80})\s*\)/g
const routed = new WeakMap<SyntaxNode, ReadonlySet<string>>()

function answersRoute(node: SyntaxNode): boolean {
  const own = node.child('name')?.text
  if (own === undefined) return false
  let root = node
  while (root.parent) root = root.parent
  const names = routed.get(root) ?? new Set([...root.text.matchAll(NAMED)].map(([, name = '']) => name))
  routed.set(root, names)
  return names.has(own)
}

function member(object: Expression, property: SyntaxNode, node: SyntaxNode): Expression {
  const plain = property.type === 'generic_name' ? (property.namedChildren[0] ?? property) : property
  return { kind: 'member', object, property: plain.text, node }
}

/** `a?.B`, `a?["b"]`, `a?.B()`: what stands after the question mark is said of the object. */
function bound(object: Expression, binding: SyntaxNode, node: SyntaxNode, lower: Lower): Expression {
  switch (binding.type) {
    case 'member_binding_expression': {
      const property = binding.child('name')
      return property ? member(object, property, node) : other(node, lower)
    }
    case 'element_binding_expression': {
      const key = binding.namedChildren[0]
      const inner = key?.namedChildren.at(-1) ?? key
      return { kind: 'index', object, ...(inner && { index: lower(inner) }), node }
    }
    default:
      return { kind: 'other', parts: [object], node }
  }
}

function argumentsOf(node: SyntaxNode, lower: Lower): Argument[] {
  const list = (node.child('arguments') ?? node.childOfType('argument_list'))?.namedChildren ?? []
  return list.flatMap((argument) => {
    const value = argument.type === 'argument' ? argument.namedChildren.at(-1) : argument
    const named = argument.child('name')?.text
    return value ? [{ value: lower(value), spread: false, ...(named !== undefined && { name: named }) }] : []
  })
}

function call(node: SyntaxNode, lower: Lower): Expression {
  const target = node.child('function')
  if (!target) return other(node, lower)
  const args = argumentsOf(node, lower)
  const callee = lower(target)
  if (callee.kind === 'member' && callee.object.kind === 'name' && /^[Ss]tring$/.test(callee.object.name)) {
    const values = args.map(({ value }) => value)
    const at = values.findIndex(isText)
    const format = values[at]
    if (callee.property === 'Format' && format?.kind === 'constant' && at <= 1)
      return braces(
        node,
        String(format.value),
        values.slice(at + 1).map((value) => ({ value })),
        format.node,
      )
    if (callee.property === 'Concat') return { kind: 'concat', parts: values, node }
  }
  return { kind: 'call', callee, args, isNew: false, node }
}

/** Made with arguments it is a call, its members named arguments of it; made with members alone, an object. */
function creation(node: SyntaxNode, lower: Lower): Expression {
  const initializer = initializerOf(node)
  const args = argumentsOf(node, lower)
  const entries = membersOf(initializer, lower)
  const type = node.child('type')
  const made = type ? lower(type) : declared(node)
  if (entries.length > 0 && args.length === 0)
    return { kind: 'object', ...(made && { type: made }), entries, open: false, node }
  if (initializer && entries.length === 0 && args.length === 0)
    return { kind: 'list', items: initializer.namedChildren.map(lower), node }
  if (!made) return other(node, lower)
  const members = entries.map(({ key, value }) => ({ name: key, value, spread: false }))
  return { kind: 'call', callee: made, args: [...args, ...members], isNew: true, node }
}

const initializerOf = (node: SyntaxNode): SyntaxNode | undefined =>
  node.child('initializer') ?? node.childOfType('initializer_expression')

/** `{ Secure = false }` behind what is made. */
function membersOf(initializer: SyntaxNode | undefined, lower: Lower): Entry[] {
  return (initializer?.namedChildren ?? []).flatMap((one) => {
    if (one.type !== 'assignment_expression') return []
    const [left, right] = [one.child('left'), one.child('right')]
    const key = /^\["([^"\\]*)"\]$/.exec(left?.text ?? '')?.[1] ?? left?.text
    return key !== undefined && right ? [{ key, value: lower(right), node: one }] : []
  })
}

/** `Foo x = new(…)`: the type stands at the variable. */
function declared(node: SyntaxNode): Expression | undefined {
  const type = node.parent?.parent?.child('type')
  const text = node.parent?.type === 'variable_declarator' ? typeName(type) : undefined
  return type && text !== undefined ? name(type, text) : undefined
}

function interpolated(node: SyntaxNode, lower: Lower): Expression {
  const parts = node.namedChildren.flatMap((child): Expression[] => {
    if (child.type === 'interpolation') {
      const inner = child.namedChildren.find((one) => !one.type.startsWith('interpolation_'))
      const format = child.namedChildren.find((one) => one.type === 'interpolation_format_clause')
      // Formats of numbers and dates leave nothing but those.
      if (format && /^:[DdFfNnXxPpGg]\d*$/.test(format.text)) return [constant(child, '0')]
      return inner ? [lower(inner)] : []
    }
    return child.type === 'interpolation_start' ? [] : [constant(child, unescape(child.text))]
  })
  return { kind: 'concat', parts, node }
}
