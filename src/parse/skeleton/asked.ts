import type { CodeBranch } from '../code/functions/index.ts'
import type { SyntaxNode } from '../code/index.ts'

/** What a branch asks of a value by its name, so that a case can take it. */
export interface Asked {
  is: 'equal' | 'other' | 'below' | 'above' | 'set' | 'unset'
  /** The literal that it is compared with, as the code writes it. */
  literal?: string
}

/** What a tree is made of where parts of it are read one by one. */
const COMPOUND =
  /binary|boolean_operator|comparison|not_operator|unary|parenthesized|^condition$|is_expression|instanceof/
const MOST_PARTS = 60

/** A condition part by part, operators among them, without brackets. */
export function partsOf(node: SyntaxNode): string[] {
  const parts: string[] = []
  const stack: SyntaxNode[] = [node]
  let left = MOST_PARTS
  for (let next = stack.pop(); next && left > 0; next = stack.pop(), left--) {
    const isNumber = /^-\s*[\d.]+$/.test(next.text)
    if (COMPOUND.test(next.type) && next.children.length > 0 && !isNumber) {
      for (const child of next.children.toReversed()) if (!/comment/.test(child.type)) stack.push(child)
    } else if (next.text !== '(' && next.text !== ')') parts.push(next.text)
  }
  return parts
}

const OPERATORS: Readonly<Record<string, Asked['is']>> = {
  '===': 'equal',
  '==': 'equal',
  is: 'equal',
  '<=': 'equal',
  '>=': 'equal',
  '!==': 'other',
  '!=': 'other',
  '<': 'below',
  '>': 'above',
}
const NAME = /^[$@]?[\p{L}_][\p{L}\p{N}_]*$/u
const LITERAL =
  /^(?:-?\d{1,12}(?:\.\d{1,6})?|["'][\w .:/-]{0,40}["']|true|false|True|False|null|nil|None|undefined)$/

/** What a branch asks of values, by their names; of alternatives the first. */
export function askedOf({ kind, node }: CodeBranch): ReadonlyMap<string, Asked> {
  const asked = new Map<string, Asked>()
  const add = (name: string, one: Asked): void => {
    if (NAME.test(name) && !asked.has(name)) asked.set(name, one)
  }
  if (kind === 'case') {
    const value = (node.child('value') ?? node.child('pattern') ?? node.namedChildren[0])?.text ?? ''
    const about = subjectOf(node)?.text.replace(/^\((.*)\)$/s, '$1') ?? ''
    const [literal = ''] = value.split(/\s*[,|]\s*/)
    if (LITERAL.test(literal)) add(about, { is: 'equal', literal })
    return asked
  }
  const condition = kind === 'handler' ? undefined : (node.child('condition') ?? node.namedChildren[0])
  if (!condition || node.type.startsWith('unless')) return asked
  const [first = []] = split(partsOf(condition), /^(?:\|\||or)$/)
  for (const part of split(first, /^(?:&&|and)$/)) {
    const [one = '', two = '', three = ''] = part
    if (part.length === 1) add(one, { is: 'set' })
    if (part.length === 2 && /^(?:!|not)$/.test(one)) add(two, { is: 'unset' })
    const is = OPERATORS[two]
    if (part.length === 3 && is && LITERAL.test(three)) add(one, { is, literal: three })
  }
  return asked
}

/** What a `switch` or a `match` looks at. */
export function subjectOf(node: SyntaxNode): SyntaxNode | undefined {
  const holder = holderOf(node)
  return (
    holder?.child('value') ?? holder?.child('condition') ?? holder?.child('subject') ?? holder?.child('alias')
  )
}

export function holderOf(node: SyntaxNode): SyntaxNode | undefined {
  return node.ancestor(
    'switch_statement',
    'expression_switch_statement',
    'type_switch_statement',
    'switch_expression',
    'match_expression',
    'match_statement',
    'case',
    'case_match',
  )
}

function split(parts: readonly string[], at: RegExp): string[][] {
  const groups: string[][] = [[]]
  for (const part of parts) {
    if (at.test(part)) groups.push([])
    else groups.at(-1)?.push(part)
  }
  return groups
}

/** Whether a value is a number, a text or a truth; `any` where its type says nothing. */
export type Plain = 'number' | 'integer' | 'string' | 'boolean' | 'any'

export interface Literals {
  quote: string
  yes: string
  no: string
}

/** A literal that does what a branch asks, where one of the kind can. */
export function literalFor(
  asked: Asked | undefined,
  kind: Plain | 'none',
  { quote, yes, no }: Literals,
): string | undefined {
  if (!asked || kind === 'none') return undefined
  const { is, literal } = asked
  const number = literal !== undefined && /^-?[\d.]+$/.test(literal) ? Number(literal) : undefined
  const text = literal !== undefined && /^["']/.test(literal) ? literal.slice(1, -1) : undefined
  const truth =
    literal === undefined
      ? undefined
      : /^[Tt]rue$/.test(literal)
        ? true
        : /^[Ff]alse$/.test(literal)
          ? false
          : undefined
  if ((kind === 'number' || kind === 'integer' || kind === 'any') && number !== undefined) {
    // Larger ones need another type, or a mark of it, in some languages.
    if (Math.abs(number) > 1_000_000_000 || (kind === 'integer' && !Number.isInteger(number)))
      return undefined
    const step = is === 'below' ? -1 : is === 'above' || is === 'other' ? 1 : 0
    return step === 0 ? literal : String(number + step)
  }
  if ((kind === 'string' || kind === 'any') && text !== undefined) {
    if (is === 'equal') return quote + text + quote
    return is === 'other' ? quote + (text === '' ? 'a' : '') + quote : undefined
  }
  if ((kind === 'boolean' || kind === 'any') && truth !== undefined)
    return (is === 'equal') === truth ? yes : no
  if (literal !== undefined) return undefined
  if (kind === 'boolean') return is === 'set' ? yes : no
  if (kind === 'string') return is === 'set' ? `${quote}a${quote}` : quote + quote
  if (kind === 'number' || kind === 'integer') return is === 'set' ? '1' : '0'
  return is === 'set' ? yes : undefined
}
