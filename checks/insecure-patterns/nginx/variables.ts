import type { Directive } from '../../../src/parse/nginx/index.ts'

/** The expression of the location or `if` in which numbered and named groups get their values, and those of `rewrite`. */
export function expressionsAround(around: readonly Directive[]): string[] {
  return around.flatMap((one) => ofBlock(one, expressionsOf))
}

const known = new WeakMap<Directive, Map<(block: Directive) => unknown, unknown>>()

/** What is asked of a block for each directive in it is found once: a file can hold many of both. */
export function ofBlock<Found>(block: Directive, find: (block: Directive) => Found): Found {
  const found = known.get(block) ?? new Map<(block: Directive) => unknown, unknown>()
  known.set(block, found)
  if (!found.has(find)) found.set(find, find(block))
  return found.get(find) as Found
}

/** Expressions beyond these are not written by hand. */
const MAX_EXPRESSIONS = 10

function expressionsOf({ name, args, block }: Directive): string[] {
  const own =
    name === 'location' && args[0]?.startsWith('~')
      ? [args.at(-1) ?? '']
      : name === 'if'
        ? [args.join(' ')]
        : []
  const rewritten = block.filter((one) => one.name === 'rewrite').map((one) => one.args[0] ?? '')
  return [...own, ...rewritten].slice(0, MAX_EXPRESSIONS)
}

/** Whether a group that a variable stands for can hold a line break: `[^/]`, `.` does not. */
export function mayHoldLineBreak(variable: string, expressions: readonly string[]): boolean {
  const name = variable.replace(/[${}]/g, '')
  return expressions.some((expression) => {
    const group = groupOf(expression, name)
    if (group === undefined) return false
    const negated = group.match(/\[\^[^\]]*\]/g) ?? []
    // All but what is named there, or a class that holds line breaks.
    return negated.some((one) => !/\\[nsWD]/.test(one)) || /\\[sWD]/.test(group.replace(/\[\^[^\]]*\]/g, ''))
  })
}

/** Of an expression. */
const MAX_LENGTH = 1000

function groupOf(expression: string, name: string): string | undefined {
  const starts: { name: string; start: number }[] = []
  let count = 0
  let isClass = false
  for (let at = 0; at < Math.min(expression.length, MAX_LENGTH); at++) {
    const sign = expression[at]
    if (sign === '\\') at++
    else if (isClass) isClass = sign !== ']'
    else if (sign === '[') isClass = true
    else if (sign === '(') {
      const named = /^\(\?P?<(\w+)>/.exec(expression.slice(at, at + 60))?.[1]
      const isPlain = named === undefined && expression[at + 1] === '?'
      starts.push({ name: isPlain ? '' : (named ?? String(++count)), start: at })
    } else if (sign === ')') {
      const open = starts.pop()
      if (open?.name === name) return expression.slice(open.start, at + 1)
    }
  }
  return undefined
}
