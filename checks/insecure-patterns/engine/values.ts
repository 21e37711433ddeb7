import type { SyntaxNode } from '../../../src/parse/code/index.ts'
import type { Interpreter } from './flow/interpreter.ts'
import { bitOf, type Category, type Step } from './flow/value.ts'
import { type Knowledge, knowledgeOf, withWildcards } from './knowledge.ts'
import { givenTo } from './callers.ts'
import { braces, isText, printf } from './languages/build.ts'
import { ORIGINS, type Origin } from './origins.ts'
import {
  type Assignment,
  type Expression,
  type FunctionScope,
  hasBareFields,
  type Kind,
  type Parameter,
  type RuleLanguage,
  type Unit,
} from './ir.ts'
import { bodyOfFunction } from './bodies.ts'
import { type Writings, writingsOf } from './writings.ts'

/** A string as it is put together: known text, and holes that something else fills. */
export type Piece = { text: string } | { hole: Expression; origin: Origin }

const worst = (origins: readonly Origin[]): Origin =>
  origins.reduce((a, b) => (ORIGINS.indexOf(a) >= ORIGINS.indexOf(b) ? a : b), 'constant')

/** Work allowed in one file; over it the file is named as not analysed. */
const MAX_STEPS = 400_000
const MAX_DEPTH = 24
const MAX_PIECES = 500

/** A name written in capitals and bound nowhere in the file is a constant of another. */
const CONSTANT_NAME = /^_*[A-Z][A-Z0-9_]*$/

/** Packages imported as a whole that are asked for a class. */
const MAX_PACKAGES = 12

/** Calls that give back the text they are given or called on. */
const SAME_TEXT =
  /^(?:toString|String|str|valueOf|trim|strip|stripIndent|dedent|TrimSpace|trimStart|trimEnd|lstrip|rstrip|toUpperCase|toLowerCase|upper|lower|encode|decode|getBytes|intern|concat|text|to_s|to_str|downcase|upcase|chomp|squish|as_str|to_string|to_owned|into|clone|as_ref|unwrap|expect|as_bytes|unwrap_or_default|as_deref|into_bytes|trimIndent|trimMargin|lowercase|uppercase|strip_heredoc|freeze|dup|html_safe|presence|force_encoding)$/

/** Calls that give the same text in another form. */
const AS_IT_IS =
  /^(?:toCharArray|getBytes|intern|encode|to_owned|to_string|as_bytes|toByteArray|trimIndent|freeze|to_s|b)$/

/** Calls whose name says that their result is quoted for its place, or made of digits alone. */
const NEUTRAL_NAME =
  /hash|digest|hex|(?<!un)escape|(?<!un)quote|sanitiz|literal|identifier|placeholder|uuid|ulid|isoformat|toisostring|strftime|timestamp|ordinal|to_?int\b/i

export class StepLimit extends Error {
  override name = 'StepLimit'
}

/** What was asked so far, and what is being asked right now. */
class Question<T> {
  readonly answers = new Map<Expression, T>()
  readonly open = new Set<Expression>()
}

/** Answers about the expressions of one file: names resolved, constants folded, strings taken apart. */
export class Values {
  readonly unit: Unit
  readonly knowledge: Knowledge
  readonly #paths = new Question<string>()
  readonly #origins = new Question<Origin>()
  readonly #pieces = new Question<Piece[]>()
  readonly #constants = new Question<string | number | boolean | null>()
  readonly #reaching = new Map<Expression, Writings>()
  #steps = 0
  #flow: Interpreter | undefined
  #functions: Map<string, FunctionScope[]> | undefined

  constructor(unit: Unit, knowledge: (language: RuleLanguage) => Knowledge = knowledgeOf) {
    this.unit = unit
    const packages = hasBareFields(unit.language) ? unit.wildcards.slice(0, MAX_PACKAGES) : []
    this.knowledge = withWildcards(knowledge(unit.language), packages)
  }

  /**
   * The dotted name of what an expression is: imports and single assignments followed, a call ends in
   * `()`, an object stands under its class (`pg.Pool.query`). Empty where it has no name.
   */
  path(expression: Expression): string {
    return this.#guarded(this.#paths, expression, '', () => this.#pathOf(expression))
  }

  /** Answers from now on take into account what a run through the file has seen. */
  follow(flow: Interpreter): void {
    this.#flow = flow
    this.#origins.answers.clear()
    this.#pieces.answers.clear()
    this.#constants.answers.clear()
  }

  /** Files that would have to be read to know a value. */
  pending(expression: Expression): readonly string[] {
    return this.#flow?.seen.get(expression)?.pending ?? []
  }

  /** Constants that surely are items of a list. */
  holds(expression: Expression): readonly (string | number | boolean | null)[] {
    return this.#flow?.seen.get(expression)?.holds ?? []
  }

  isDead(node: SyntaxNode): boolean {
    return this.#flow?.isDead(node) ?? false
  }

  /** Where a dangerous value was before, the source first. */
  steps(expression: Expression): Step[] {
    const steps: Step[] = []
    for (let step = this.#flow?.seen.get(expression)?.taint?.step; step; step = step.before)
      steps.unshift(step)
    return steps
  }

  /** Where a value comes from, as dangerous as it is in a place. */
  origin(expression: Expression, category?: Category): Origin {
    const seen = this.#flow?.seen.get(expression)
    if (!seen) return this.isDead(expression.node) ? 'safe' : this.#writtenOrigin(expression)
    if (seen.taint) {
      const isDangerous = category === undefined || (seen.taint.mask & bitOf(category)) !== 0
      return isDangerous ? 'request' : 'safe'
    }
    if (seen.origin !== 'unknown' && seen.origin !== 'parameter') return seen.origin
    const written = this.#writtenOrigin(expression)
    return written === 'request' ? seen.origin : written
  }

  #writtenOrigin(expression: Expression): Origin {
    return this.#guarded(this.#origins, expression, 'unknown', () => this.#originOf(expression))
  }

  /** The text of an expression, taken apart. A value that is no known text is one hole. */
  pieces(expression: Expression): Piece[] {
    const hole = (): Piece[] => [{ hole: expression, origin: this.origin(expression) }]
    const seen = this.#flow?.seen.get(expression)
    if (seen?.constant !== undefined) return [{ text: String(seen.constant ?? '') }]
    const pieces = this.#guarded(this.#pieces, expression, undefined, () => this.#piecesOf(expression))
    if (!pieces) return hole()
    if (seen && !seen.taint && (seen.origin === 'safe' || seen.origin === 'constant'))
      return pieces
        .slice(0, MAX_PIECES)
        .map((piece) => ('hole' in piece ? { ...piece, origin: 'safe' as const } : piece))
    return pieces.length > MAX_PIECES ? pieces.slice(0, MAX_PIECES) : pieces
  }

  /** The one value an expression surely has, where it is constant. */
  constant(expression: Expression): string | number | boolean | null | undefined {
    const seen = this.#flow?.seen.get(expression)
    if (seen?.constant !== undefined) return seen.constant
    if (expression.kind === 'constant') return expression.value
    if (expression.kind === 'name' || this.#isField(expression)) {
      const found = this.assigned(expression)
      const [only] = found
      return found.length === 1 && only && !only.appends && only.value && only.value !== expression
        ? this.#guarded(this.#constants, expression, undefined, () => only.value && this.constant(only.value))
        : undefined
    }
    if (expression.kind === 'call' && expression.callee.kind === 'member') {
      const { object, property } = expression.callee
      if (!AS_IT_IS.test(property)) return undefined
      return this.#guarded(this.#constants, expression, undefined, () => this.constant(object))
    }
    if (expression.kind === 'concat') {
      const pieces = this.pieces(expression)
      return pieces.every((piece) => 'text' in piece) ? pieces.map((piece) => piece.text).join('') : undefined
    }
    return undefined
  }

  /** Follows a name to the one expression it stands for; anything else is itself. */
  resolve(expression: Expression): Expression {
    let at = expression
    for (let step = 0; step < MAX_DEPTH; step++) {
      if (at.kind !== 'name' && !this.#isField(at)) return at
      const [only, second] = this.assigned(at)
      if (!only?.value || second || only.appends || this.parameterOf(at)) return at
      at = only.value
    }
    return at
  }

  /** What is written to a variable or an own field, before this use of it. */
  assigned(expression: Expression): Assignment[] {
    if (expression.kind === 'name') {
      const { parameter, assignments } = this.#writings(expression)
      if (parameter || assignments.length > 0) return assignments
      return hasBareFields(this.unit.language) ? (this.unit.fields.get(expression.name) ?? []) : []
    }
    return expression.kind === 'member' && this.#isField(expression)
      ? (this.unit.fields.get(expression.property) ?? [])
      : []
  }

  parameterOf(expression: Expression): Parameter | undefined {
    if (expression.kind !== 'name') return undefined
    return this.#writings(expression).parameter
  }

  #writings(expression: Kind<'name'>): Writings {
    let writings = this.#reaching.get(expression)
    if (!writings) {
      writings = writingsOf(this.unit, expression.name, expression.node)
      this.#reaching.set(expression, writings)
      // Finding them looks at every writing of the name: a file full of one name must not cost its square.
      this.spend(1 + (this.unit.scopeOf(expression.node).assignments.get(expression.name)?.length ?? 0) / 8)
    }
    return writings
  }

  /**
   * Counts work against the file's budget.
   * @throws StepLimit when it is used up.
   */
  spend(steps: number): void {
    this.#steps += steps
    if (this.#steps > MAX_STEPS) throw new StepLimit(`over ${MAX_STEPS} steps`)
  }

  #isField(expression: Expression): boolean {
    return (
      expression.kind === 'member' &&
      expression.object.kind === 'name' &&
      (expression.object.name === 'this' || expression.object.name === 'self')
    )
  }

  #guarded<T, U>(question: Question<T>, key: Expression, otherwise: U, compute: () => T | U): T | U {
    const known = question.answers.get(key)
    if (known !== undefined) return known
    this.spend(1)
    // A value that depends on itself (a loop), or a chain beyond reason, is not followed.
    if (question.open.has(key) || question.open.size > MAX_DEPTH * 8) return otherwise
    question.open.add(key)
    try {
      const value = compute()
      if (value !== undefined) question.answers.set(key, value as T)
      return value
    } finally {
      question.open.delete(key)
    }
  }

  #pathOf(expression: Expression): string {
    switch (expression.kind) {
      case 'name': {
        const { name } = expression
        const { parameter, assignments } = this.#writings(expression)
        if (parameter) return parameter.type === undefined ? name : this.#type(parameter.type)
        const known = assignments.length > 0 ? assignments : this.assigned(expression)
        if (known.length === 0) return this.unit.imports.get(name) ?? name
        const typed = known.find((assignment) => assignment.type !== undefined && assignment.type !== 'var')
        // `var low uint16 = tls.VersionTLS10`: which number it is says more than that it is one.
        if (this.unit.language === 'go' && typed?.value && this.knowledge.isNeutralType(typed.type ?? '')) {
          const named = this.path(typed.value)
          if (named.includes('.')) return named
        }
        if (typed?.type !== undefined) return this.#type(typed.type)
        const first = known.find((assignment) => assignment.value)?.value
        return (first && this.path(first)) || name
      }
      case 'member': {
        if (this.#isField(expression)) {
          const typed = this.assigned(expression).find((assignment) => assignment.type !== undefined)
          if (typed?.type !== undefined) return this.#type(typed.type)
          const [only] = this.assigned(expression)
          const value = only?.value && this.path(only.value)
          if (value) return value
        }
        return `${this.path(expression.object)}.${expression.property}`
      }
      case 'index':
        return expression.index ? `${this.path(expression.object)}[]` : this.path(expression.object)
      case 'call':
        if (this.unit.language === 'javascript') {
          const module = requiredName(expression)
          if (module !== undefined) return module
        }
        return expression.isNew ? this.path(expression.callee) : `${this.path(expression.callee)}()`
      case 'object':
        return expression.type ? this.path(expression.type) : ''
      case 'either':
        return expression.options.map((option) => this.path(option)).find((path) => path !== '') ?? ''
      case 'constant':
      case 'concat':
      case 'list':
      case 'function':
      case 'other':
        return ''
      default:
        return expression satisfies never
    }
  }

  /** Whether a method gives back the text it is called on or given. */
  keepsText(method: string): boolean {
    return SAME_TEXT.test(method)
  }

  /** The function of the file that a bare name means at a place. */
  functionNamed(name: string, use?: SyntaxNode): FunctionScope | undefined {
    this.#functions ??= Map.groupBy(
      this.unit.functions.filter((scope) => scope.parent && !isMethod(scope)),
      (scope) => scope.name,
    )
    const all = this.#functions.get(name) ?? []
    if (all.length < 2 || !use) return all[0]
    const around = new Set<FunctionScope>()
    for (let scope: FunctionScope | undefined = this.unit.scopeOf(use); scope; scope = scope.parent)
      around.add(scope)
    return all.findLast((scope) => scope.parent && around.has(scope.parent)) ?? all[0]
  }

  /** A declared type as a dotted name. */
  typePath(type: string): string {
    return this.#type(type)
  }

  #type(type: string): string {
    const bare = type.replace(/^[*&[\]]+/, '').replace(/^["']|["']$/g, '')
    const [head = '', ...rest] = bare.split('.')
    const imported = this.unit.imports.get(head)
    return imported === undefined ? bare : [imported, ...rest].join('.')
  }

  #originOf(expression: Expression): Origin {
    if (expression.kind === 'constant') return 'constant'
    const path = this.path(expression)
    if (path !== '' && this.knowledge.isSource(path)) return 'request'
    if (path !== '' && this.knowledge.isArgument(path)) return 'parameter'
    switch (expression.kind) {
      case 'name':
        return this.#originOfName(expression)
      case 'member': {
        if (CONSTANT_NAME.test(expression.property)) return 'safe'
        if (/^(?:length|size|Length)$/.test(expression.property)) return 'safe'
        if (this.#isOfPackage(expression)) return 'safe'
        if (this.#isField(expression)) return this.#originOfWrites(this.assigned(expression))
        return this.origin(expression.object) === 'request' ? 'request' : 'unknown'
      }
      case 'index':
        return worst([this.origin(expression.object)])
      case 'call':
        return this.#originOfCall(expression, path)
      case 'concat':
      case 'other':
        return expression.parts.length === 0
          ? 'unknown'
          : worst(expression.parts.map((part) => this.origin(part)))
      case 'list':
        return worst(expression.items.map((item) => this.origin(item)))
      case 'either':
        return worst(expression.options.map((option) => this.origin(option)))
      case 'object':
      case 'function':
        return 'unknown'
      default:
        return expression satisfies never
    }
  }

  /** `conf.Server.Folder`: what a package of Go keeps for all is a constant or a setting. */
  #isOfPackage(expression: Kind<'member'>): boolean {
    if (this.unit.language !== 'go') return false
    let root: Expression = expression
    while (root.kind === 'member') root = root.object
    if (root.kind !== 'name' || !this.unit.imports.has(root.name)) return false
    return this.assigned(root).length === 0 && !this.parameterOf(root)
  }

  #originOfName(expression: Kind<'name'>): Origin {
    const { parameter, assignments } = this.#writings(expression)
    if (parameter) {
      const own: Origin = this.originOfParameter(parameter, parameter.of)
      return worst([own, this.#originOfWrites(assignments)])
    }
    const known = assignments.length > 0 ? assignments : this.assigned(expression)
    if (known.length > 0) return this.#originOfWrites(known)
    return CONSTANT_NAME.test(expression.name) ? 'safe' : 'unknown'
  }

  /** Where the value of a parameter comes from, as far as its function says so. */
  originOfParameter(parameter: Parameter, of: FunctionScope): Origin {
    const { decorators } = of
    if (parameter.type !== undefined && this.knowledge.isNeutralType(parameter.type)) return 'safe'
    if (parameter.annotations.some((annotation) => this.knowledge.isSourceAnnotation(annotation)))
      return 'request'
    if (parameter.index === 0) {
      const names = of.parameters.map((one) => one.name).join(', ')
      if (this.knowledge.isSourceSignature(names)) return 'request'
      if (this.knowledge.isSourceSignature(`${exportedName(of)}(${names})`)) return 'request'
    }
    const route = decorators.find((decorator) =>
      this.knowledge.isSourceDecorator(decorator.replace(/\([^]*$/, '')),
    )
    if (route !== undefined && isFilled(parameter, this.unit.language)) {
      // A converter of the route: `/users/<int:id>`.
      return new RegExp(`<(?:int|float|uuid)[^<>:]*:${parameter.name}>`).test(route) ? 'safe' : 'request'
    }
    const given = this.#flow ? undefined : givenTo(this.unit, of, parameter.index)
    if (given) return worst(given.map((value) => this.origin(value)))
    // What a block is called with is decided by what it is handed to, not by a caller.
    if (CLOSURE.test(of.node.type)) return 'unknown'
    return 'parameter'
  }

  #originOfWrites(assignments: readonly Assignment[]): Origin {
    return worst(
      assignments.map((assignment) => {
        if (assignment.type !== undefined && this.knowledge.isNeutralType(assignment.type)) return 'safe'
        return assignment.value ? this.origin(assignment.value) : 'unknown'
      }),
    )
  }

  #originOfCall(call: Kind<'call'>, path: string): Origin {
    const callee = path.replace(/\(\)$/, '')
    const method = callee.slice(callee.lastIndexOf('.') + 1)
    if (this.knowledge.isNeutral(callee) || NEUTRAL_NAME.test(method)) return 'safe'
    const receiver = call.callee.kind === 'member' ? [call.callee.object] : []
    if (method.endsWith('?')) return 'safe'
    const inputs = [...receiver, ...call.args.map((argument) => argument.value)]
    const texts = this.#textOfCall(call, method)
    if (texts) return worst(texts.map((text) => this.origin(text)))
    if (SAME_TEXT.test(method) || this.knowledge.propagates(callee))
      return worst(inputs.map((input) => this.origin(input)))
    return 'unknown'
  }

  #piecesOf(expression: Expression): Piece[] | undefined {
    switch (expression.kind) {
      case 'constant':
        return expression.value === null ? [{ text: '' }] : [{ text: String(expression.value) }]
      case 'concat':
        return expression.parts.flatMap((part) => this.pieces(part)).slice(0, MAX_PIECES + 1)
      case 'list':
        return expression.items.flatMap((item, index) => [
          ...(index > 0 ? [{ text: ', ' }] : []),
          ...this.pieces(item),
        ])
      case 'either':
        return this.#worstOf(expression.options.map((option) => this.pieces(option)))
      case 'name':
      case 'member': {
        if (expression.kind === 'member' && !this.#isField(expression)) return undefined
        if (this.parameterOf(expression)) return undefined
        return this.#piecesOfWrites(this.assigned(expression))
      }
      case 'call': {
        const callee = this.path(expression.callee)
        const method = callee.slice(callee.lastIndexOf('.') + 1)
        const texts = this.#textOfCall(expression, method)
        if (texts) return texts.flatMap((text) => this.pieces(text))
        const formatted = this.#formatted(expression)
        if (formatted) return this.pieces(formatted)
        if (!SAME_TEXT.test(method)) return undefined
        const receiver = expression.callee.kind === 'member' ? expression.callee.object : undefined
        // `Objects.toString(x)`, `textwrap.dedent(x)`: the receiver is no text, the argument is.
        const ofArgument =
          expression.args[0] !== undefined &&
          method !== 'concat' &&
          !(receiver && this.#isOwnText(receiver, method))
        const [first] = ofArgument && !this.#isString(receiver) ? [expression.args[0]?.value] : [receiver]
        return first && this.pieces(first)
      }
      case 'other': {
        const formatted = this.#formatted(expression)
        return formatted && this.pieces(formatted)
      }
      case 'index':
      case 'object':
      case 'function':
        return undefined
      default:
        return expression satisfies never
    }
  }

  /** A format that stands in a variable: `query % name`, `query.format(name)`, `fmt.Sprintf(query, name)`. */
  #formatted(expression: Kind<'call'> | Kind<'other'>): Expression | undefined {
    const { language } = this.unit
    if (expression.kind === 'other') {
      const [left, right] = expression.parts
      if (language !== 'python' || expression.operator !== '%' || !left || !right) return undefined
      const format = this.constant(left)
      if (typeof format !== 'string') return undefined
      return printf(expression.node, format, right.kind === 'list' ? right.items : [right], left.node)
    }
    const { callee, args } = expression
    if (callee.kind !== 'member' || args.some((argument) => argument.spread)) return undefined
    if (language === 'python' && callee.property === 'format') {
      const format = this.constant(callee.object)
      return typeof format === 'string'
        ? braces(expression.node, format, args, callee.object.node)
        : undefined
    }
    const [first, ...rest] = args.map((argument) => argument.value)
    if (language !== 'go' || callee.property !== 'Sprintf' || !first) return undefined
    const format = this.constant(first)
    return typeof format === 'string' ? printf(expression.node, format, rest, first.node) : undefined
  }

  /** `text.decode('utf-8')` in contrast to `codecs.decode(text)`. */
  #isOwnText(receiver: Expression, method: string): boolean {
    if (!/^(?:encode|decode|strip|lstrip|rstrip|trim|getBytes)$/.test(method)) return false
    return !(
      receiver.kind === 'name' &&
      (this.unit.imports.has(receiver.name) || /^[A-Z]/.test(receiver.name))
    )
  }

  #isString(expression: Expression | undefined): boolean {
    return expression !== undefined && this.pieces(expression).some((piece) => 'text' in piece)
  }

  #piecesOfWrites(assignments: readonly Assignment[]): Piece[] | undefined {
    if (assignments.length === 0) return undefined
    const texts = assignments.map(({ value }) => value && this.pieces(value))
    if (texts.some((text) => text === undefined)) return undefined
    const first = assignments.findIndex((assignment) => assignment.appends)
    const split = first < 0 ? assignments.length : first
    const base = this.#worstOf(texts.slice(0, split).map((text) => text ?? []))
    return [...base, ...texts.slice(split).flatMap((text) => text ?? [])].slice(0, MAX_PIECES + 1)
  }

  #worstOf(options: readonly Piece[][]): Piece[] {
    const rank = (pieces: readonly Piece[]): number =>
      Math.max(0, ...pieces.map((piece) => ('hole' in piece ? ORIGINS.indexOf(piece.origin) : 0)))
    return options.reduce<Piece[] | undefined>((a, b) => (a && rank(a) >= rank(b) ? a : b), undefined) ?? []
  }

  /**
   * Calls whose result is made of the text of some of their inputs, such as lists of placeholders:
   * `ids.map(() => '?').join(',')`, `strings.Repeat("?,", n)`, `new StringBuilder(a).append(b)`.
   */
  #textOfCall(call: Kind<'call'>, method: string): Expression[] | undefined {
    const receiver = call.callee.kind === 'member' ? call.callee.object : undefined
    const args = call.args.map((argument) => argument.value)
    const [first, second] = args
    switch (method) {
      case 'repeat':
        return receiver && [receiver]
      case 'fill':
      case 'Repeat':
        return first && [first]
      case 'URI':
        return first && [first]
      case 'parse':
        return first && receiver && this.path(receiver) === 'URI' ? [first] : undefined
      case 'from':
        return first && receiver && this.path(receiver) === 'String' ? [first] : undefined
      case 'nCopies':
        return second && [second]
      case 'Join':
        return first && receiver && this.path(receiver) === 'strings' ? [first] : undefined
      case 'join':
        return this.#joined(receiver, args)
      case 'collect':
        return receiver && [receiver]
      case 'map': {
        const result = first?.kind === 'function' ? this.#resultOf(first) : undefined
        return result && [result]
      }
      case 'append':
        return receiver && first && [receiver, first]
      case 'StringBuilder':
      case 'StringBuffer':
        return call.isNew ? (first && first.kind !== 'constant' ? [first] : this.#seed(first)) : undefined
      default:
        return undefined
    }
  }

  /** Lists are joined by one separator at most; what takes more joins paths, except for Java's. */
  #joined(receiver: Expression | undefined, args: Expression[]): Expression[] | undefined {
    const [first] = args
    if (this.unit.language === 'java') return args.length > 1 ? args.slice(1) : undefined
    if (!receiver || args.length > 1) return undefined
    if (this.unit.language === 'python') return first && isText(receiver) ? [first] : undefined
    return /^(?:path|node:path)(?:\.|$)/.test(this.path(receiver)) ? undefined : [receiver]
  }

  /** `new StringBuilder(64)` starts empty. */
  #seed(first: Expression | undefined): Expression[] {
    return first?.kind === 'constant' && typeof first.value === 'string' ? [first] : []
  }

  #resultOf(fn: Kind<'function'>): Expression | undefined {
    const body = bodyOfFunction(fn.definition.node)
    if (!body) return undefined
    if (!/block|body|lambda/.test(body.type)) return this.unit.lower(body)
    const last = /^(?:ruby|kotlin)$/.test(this.unit.language) ? body.namedChildren.at(-1) : undefined
    if (last) return this.unit.lower(last)
    const returns = body.namedChildren.filter((child) => child.type === 'return_statement')
    const value = returns.length === 1 ? returns[0]?.namedChildren[0] : undefined
    return value && this.unit.lower(value)
  }
}

/** Functions that are written where they are handed over. */
/** `exports.handler` for what CommonJS and ES modules give out under that name. */
function exportedName({ name, node }: FunctionScope): string {
  if (name.startsWith('module.')) return name.slice('module.'.length)
  let at = node.parent
  while (at && /^(?:variable_declarator|lexical_declaration|call_expression|arguments)$/.test(at.type))
    at = at.parent
  return at?.type === 'export_statement' ? `exports.${name}` : name
}

const CLOSURE = /^(?:do_block|block|lambda_literal|closure_expression)$/

/** What a framework makes itself for a handler, instead of taking it from the request's text. */
const MADE =
  /^(?:[\w.]*\.)?(?:Request|HttpRequest|Response|WebSocket|HTTPConnection|BackgroundTasks|SecurityScopes|\w*Session|Connection|\w*(?:Service|Repository|Client|Settings|Manager|Pool))\b/

/** Whether a route's text or its query fills a parameter of its handler. */
/** `require('node:fs')` in place: the module. */
function requiredName({ callee, args }: Kind<'call'>): string | undefined {
  const [first] = args
  if (callee.kind !== 'name' || callee.name !== 'require' || first?.value.kind !== 'constant')
    return undefined
  return typeof first.value.value === 'string' ? first.value.value.replace(/^node:/, '') : undefined
}

function isFilled({ name, type, annotations }: Parameter, language: RuleLanguage): boolean {
  // PHP's frameworks fill what has no class from the address, and make services and records of the others.
  if (language === 'php' && type !== undefined && /(?:^|[.\\])[A-Z]\w*$/.test(type)) return false
  if (/^(?:self|cls|request|req|response|db|session|\w*current_user)$/.test(name)) return false
  return !annotations.includes('Depends') && (type === undefined || !MADE.test(type))
}

/** Whether a function belongs to a class, and is found through it alone. */
function isMethod(scope: FunctionScope): boolean {
  const { node } = scope
  if (/^(?:method_declaration|constructor_declaration|method_definition)$/.test(node.type)) return true
  const holder = node.parent?.type === 'decorated_definition' ? node.parent.parent : node.parent
  return holder?.parent?.type === 'class_definition'
}
