import type { SyntaxNode } from '../../../../src/parse/code/index.ts'
import type { Expression } from '../ir.ts'

type Lower = (node: SyntaxNode) => Expression

export const constant = (node: SyntaxNode, value: string | number | boolean | null): Expression => ({
  kind: 'constant',
  value,
  node,
})

export const name = (node: SyntaxNode, text = node.text): Expression => ({ kind: 'name', name: text, node })

/** A node that is no form of its own: what is below it stays reachable. */
export const other = (
  node: SyntaxNode,
  lower: Lower,
  parts = node.namedChildren,
  operator?: string,
): Expression => ({
  kind: 'other',
  parts: parts.map(lower),
  ...(operator !== undefined && { operator }),
  node,
})

/** `+`: text as soon as one side is text; numbers are left alone. */
export function plus(node: SyntaxNode, left: Expression, right: Expression): Expression {
  const parts = [left, right].flatMap((side) => (side.kind === 'concat' ? side.parts : [side]))
  if ([left, right].some((side) => side.kind === 'concat' || isText(side)))
    return { kind: 'concat', parts, node }
  return { kind: 'other', parts: [left, right], operator: '+', node }
}

export const isText = (expression: Expression): boolean =>
  expression.kind === 'constant' && typeof expression.value === 'string'

export function number(node: SyntaxNode): Expression {
  const text = node.text.replaceAll('_', '')
  // `0777` is octal wherever it is allowed.
  const isOctal = /^0[0-7]+$/.test(text)
  const value = isOctal
    ? Number.parseInt(text, 8)
    : Number(/^0x/i.test(text) ? text.replace(/[lLn]$/, '') : text.replace(/[lLfFdDn]$/, ''))
  return constant(node, Number.isNaN(value) ? 0 : value)
}

/** The text of a literal with the escapes that all our languages share. */
export function unescape(text: string): string {
  return text.replace(
    /\\(?:u\{?([0-9a-fA-F]{1,6})\}?|x([0-9a-fA-F]{2})|([^]))/g,
    (whole, wide, byte, plain) => {
      const code = (wide ?? byte) as string | undefined
      if (code !== undefined) {
        const point = Number.parseInt(code, 16)
        return point <= 0x10_ff_ff ? String.fromCodePoint(point) : whole
      }
      const simple: Record<string, string> = {
        n: '\n',
        t: '\t',
        r: '\r',
        0: '\0',
        b: '\b',
        f: '\f',
        '\n': '',
      }
      return simple[plain as string] ?? (plain as string)
    },
  )
}

/**
 * A printf-like format with its arguments as a concatenation. A number's conversion can carry nothing but
 * digits, so it counts as constant.
 */
export function printf(node: SyntaxNode, format: string, args: Expression[], at: SyntaxNode): Expression {
  const parts: Expression[] = []
  const conversion = /%(?:%|(?:\((\w+)\))?(?:(\d+)\$)?[-+ #0,]*(?:\*|\d+)?(?:\.\d+)?([a-zA-Z]))/g
  let last = 0
  let next = 0
  for (let match = conversion.exec(format); match; match = conversion.exec(format)) {
    parts.push(constant(at, format.slice(last, match.index)))
    last = conversion.lastIndex
    const letter = match[3]
    if (letter === undefined) parts.push(constant(at, '%'))
    else if (letter === 'n') parts.push(constant(at, '\n'))
    else {
      const index = match[2] === undefined ? next++ : Number(match[2]) - 1
      const named = match[1] === undefined ? undefined : entryOf(args[0], match[1])
      const argument = named ?? args[index]
      if (/[diufeEgGxXoObcpt]/.test(letter)) parts.push(constant(at, '0'))
      else parts.push(argument ?? { kind: 'other', parts: [], node })
    }
  }
  parts.push(constant(at, format.slice(last)))
  return { kind: 'concat', parts, node }
}

function entryOf(object: Expression | undefined, key: string): Expression | undefined {
  return object?.kind === 'object' ? object.entries.find((entry) => entry.key === key)?.value : undefined
}

/** `{}`, `{0}`, `{name}` with their arguments as a concatenation. */
export function braces(
  node: SyntaxNode,
  format: string,
  args: readonly { name?: string; value: Expression }[],
  at: SyntaxNode,
): Expression {
  const parts: Expression[] = []
  const positional = args.filter((argument) => argument.name === undefined)
  let last = 0
  let next = 0
  for (const match of format.matchAll(/\{\{|\}\}|\{([^{}!:.[]*)((?:\.\w+|\[[^\]{}]*\])*)[^{}]*\}/g)) {
    parts.push(constant(at, format.slice(last, match.index)))
    last = match.index + match[0].length
    const key = match[1]
    if (key === undefined) {
      parts.push(constant(at, match[0].slice(1)))
      continue
    }
    const found = /^\d*$/.test(key)
      ? positional[key === '' ? next++ : Number(key)]
      : args.find((argument) => argument.name === key)
    // `{0[name]}`, `{user.name}`: what stands below the argument.
    const below = (match[2] ?? '').match(/\w+/g) ?? []
    const value = found?.value ?? { kind: 'other', parts: [], node }
    parts.push(
      below.reduce<Expression>((object, property) => ({ kind: 'member', object, property, node }), value),
    )
  }
  parts.push(constant(at, format.slice(last)))
  return { kind: 'concat', parts, node }
}

/** `a = b`, `a += b` as an expression. */
export function assignment(node: SyntaxNode, lower: Lower): Expression {
  const [left, right] = [node.child('left'), node.child('right')]
  if (!left || !right) return other(node, lower)
  const operator = node.child('operator')?.type ?? '='
  return { kind: 'either', options: [lower(right)], assigned: { target: lower(left), operator }, node }
}
