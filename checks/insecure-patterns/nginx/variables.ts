import type { Directive } from '../../../src/parse/nginx/index.ts'

/** Variables that hold what a client wrote. */
const REQUEST =
  /\$\{?(?:http_\w+|arg_\w+|args|query_string|cookie_\w+|request_uri|request_body|uri|document_uri|is_args|host|request|\d)\b\}?/

export const requestVariable = (text: string): string | undefined => REQUEST.exec(text)?.[0]

/** The expression of the location or `if` in which numbered and named groups get their values, and those of `rewrite`. */
export function expressionsAround(around: readonly Directive[]): string[] {
  return around.flatMap(({ name, args, block }) => {
    const own =
      name === 'location' && args[0]?.startsWith('~')
        ? [args.at(-1) ?? '']
        : name === 'if'
          ? [args.join(' ')]
          : []
    return [...own, ...block.filter((one) => one.name === 'rewrite').map((one) => one.args[0] ?? '')]
  })
}

/** Whether a group that a variable stands for can hold a line break: `[^/]`, `.` does not. */
export function mayHoldLineBreak(variable: string, expressions: readonly string[]): boolean {
  const name = variable.replace(/[${}]/g, '')
  return expressions.some((expression) => {
    const group = groupOf(expression, name)
    return group !== undefined && /\[\^(?![^\]]*\\[ns])|\\[sDWSX]/.test(group)
  })
}

function groupOf(expression: string, name: string): string | undefined {
  const starts: { name: string; start: number }[] = []
  let count = 0
  let isClass = false
  for (let at = 0; at < expression.length; at++) {
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
