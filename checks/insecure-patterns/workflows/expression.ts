/** A node of a GitHub Actions expression, as far as it matters what its value is made of. */
export type Expression =
  /** `github.event.issue.title`; an index that is computed, or `*`, is `*`. Lower case: contexts are compared without case. */
  | { kind: 'context'; path: string }
  | { kind: 'call'; name: string; arguments: Expression[] }
  /** `&&` and `||` give one of their operands. */
  | { kind: 'either'; operands: Expression[] }
  /** A literal, or what is true or false whatever its operands hold. */
  | { kind: 'plain' }

/** Levels of nesting; what is deeper is not an expression that a person wrote. */
const MAX_DEPTH = 50
const TOKEN = /\s*(?:('(?:[^']|'')*')|(&&|\|\||==|!=|<=|>=|[<>!()[\],.*])|([\w-]+(?:\.\d+)?))/y

/**
 * Reads an expression, without its `${{ }}`.
 * @returns undefined where it is none
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
 */
export function readExpression(text: string): Expression | undefined {
  const tokens = tokensOf(text)
  if (!tokens) return undefined
  const parser = new Parser(tokens)
  try {
    const found = parser.either(0)
    return parser.done ? found : undefined
  } catch (error) {
    if (error instanceof NoExpression) return undefined
    throw error
  }
}

/** Contexts whose value, or a part of it, can come out of the expression. */
export function contextsOf(expression: Expression | undefined): string[] {
  switch (expression?.kind) {
    case 'context':
      return [expression.path]
    case 'either':
      return expression.operands.flatMap(contextsOf)
    case 'call':
      return SAYS_NOTHING.has(expression.name) ? [] : expression.arguments.flatMap(contextsOf)
    default:
      return []
  }
}

/** Functions whose answer is a truth value or a hash. */
const SAYS_NOTHING = new Set([
  'contains',
  'startswith',
  'endswith',
  'hashfiles',
  'success',
  'failure',
  'always',
  'cancelled',
])

class NoExpression extends Error {
  override name = 'NoExpression'
}

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = []
  const end = text.trimEnd().length
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < end) {
    const found = TOKEN.exec(text)
    if (!found) return undefined
    tokens.push(found[0].trim())
  }
  return tokens.length > 0 ? tokens : undefined
}

class Parser {
  #at = 0
  readonly #tokens: readonly string[]

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens
  }

  get done(): boolean {
    return this.#at === this.#tokens.length
  }

  either(depth: number): Expression {
    const operands = [this.#both(depth)]
    while (this.#take('||')) operands.push(this.#both(depth))
    return operands.length === 1 ? (operands[0] ?? { kind: 'plain' }) : { kind: 'either', operands }
  }

  /** `a && b` is `b`, or an `a` that is empty, null, zero or false. */
  #both(depth: number): Expression {
    let last = this.#compared(depth)
    while (this.#take('&&')) last = this.#compared(depth)
    return last
  }

  #compared(depth: number): Expression {
    const left = this.#value(depth)
    if (!['==', '!=', '<', '>', '<=', '>='].some((sign) => this.#take(sign))) return left
    this.#value(depth)
    return { kind: 'plain' }
  }

  #value(depth: number): Expression {
    if (depth > MAX_DEPTH) throw new NoExpression()
    if (this.#take('!')) {
      this.#value(depth + 1)
      return { kind: 'plain' }
    }
    if (this.#take('(')) {
      const inner = this.either(depth + 1)
      this.#expect(')')
      return this.#steps(inner, depth)
    }
    const token = this.#tokens[this.#at++]
    if (token === undefined) throw new NoExpression()
    if (token.startsWith("'") || /^-?\d/.test(token)) return { kind: 'plain' }
    if (!/^[A-Za-z_]/.test(token)) throw new NoExpression()
    if (!this.#take('(')) return this.#steps({ kind: 'context', path: token.toLowerCase() }, depth)
    const given: Expression[] = []
    if (!this.#take(')')) {
      do given.push(this.either(depth + 1))
      while (this.#take(','))
      this.#expect(')')
    }
    return this.#steps({ kind: 'call', name: token.toLowerCase(), arguments: given }, depth)
  }

  /** `.name`, `['name']`, `[0]`, `.*` behind a value. */
  #steps(from: Expression, depth: number): Expression {
    let path = from.kind === 'context' ? from.path : undefined
    for (;;) {
      let step: string
      if (this.#take('.')) step = this.#tokens[this.#at++] ?? ''
      else if (this.#take('[')) {
        const token = this.#tokens[this.#at] ?? ''
        const literal = token.startsWith("'") && this.#tokens[this.#at + 1] === ']'
        step = literal ? token.slice(1, -1) : '*'
        if (literal) this.#at++
        else if (token === '*') this.#at++
        else this.either(depth + 1)
        this.#expect(']')
      } else break
      if (path !== undefined) path = `${path}.${step.toLowerCase()}`
    }
    return path === undefined ? from : { kind: 'context', path }
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false
    this.#at++
    return true
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw new NoExpression()
  }
}
