import type { Scalar } from './value.ts'

/** What an operator makes of two constants; undefined where languages differ or nothing is known. */
export function fold(operator: string, a: Scalar, b: Scalar, truncates: boolean): Scalar | undefined {
  if (typeof a === 'number' && typeof b === 'number') return numeric(operator, a, b, truncates)
  switch (operator) {
    case '+':
      return typeof a === 'string' || typeof b === 'string' ? `${a}${b}` : undefined
    case '==':
    case '===':
      return a === b
    case '!=':
    case '!==':
      return a !== b
    case 'in':
      return typeof a === 'string' && typeof b === 'string' ? b.includes(a) : undefined
    case 'not in':
      return typeof a === 'string' && typeof b === 'string' ? !b.includes(a) : undefined
    default:
      return undefined
  }
}

function numeric(operator: string, a: number, b: number, truncates: boolean): Scalar | undefined {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '//':
      return b === 0 ? undefined : Math.floor(a / b)
    case '/':
      return b === 0
        ? undefined
        : truncates && Number.isInteger(a) && Number.isInteger(b)
          ? Math.trunc(a / b)
          : a / b
    case '%':
      return b === 0 ? undefined : a % b
    case '<':
      return a < b
    case '>':
      return a > b
    case '<=':
      return a <= b
    case '>=':
      return a >= b
    case '==':
    case '===':
      return a === b
    case '!=':
    case '!==':
      return a !== b
    default:
      return undefined
  }
}

const MAX_TEXT = 10_000

/** What a method of a text gives for constants. */
export function foldMethod(
  text: string,
  method: string,
  args: readonly (Scalar | undefined)[],
): Scalar | undefined {
  const [first, second] = args
  if (text.length > MAX_TEXT || args.some((argument) => argument === undefined)) return undefined
  switch (method) {
    case 'charAt':
      return typeof first === 'number' ? text.charAt(first) : undefined
    case 'length':
    case 'len':
      return text.length
    case 'isEmpty':
      return text.length === 0
    case 'toUpperCase':
    case 'upper':
    case 'ToUpper':
      return text.toUpperCase()
    case 'toLowerCase':
    case 'lower':
    case 'ToLower':
      return text.toLowerCase()
    case 'trim':
    case 'strip':
    case 'TrimSpace':
      return args.length === 0 ? text.trim() : undefined
    case 'toString':
    case 'intern':
    case 'valueOf':
      return text
    case 'equals':
      return text === first
    case 'equalsIgnoreCase':
      return typeof first === 'string' ? text.toLowerCase() === first.toLowerCase() : undefined
    case 'concat':
      return typeof first === 'string' ? text + first : undefined
    case 'startsWith':
    case 'startswith':
      return typeof first === 'string' ? text.startsWith(first) : undefined
    case 'endsWith':
    case 'endswith':
      return typeof first === 'string' ? text.endsWith(first) : undefined
    case 'contains':
    case 'includes':
      return typeof first === 'string' ? text.includes(first) : undefined
    case 'indexOf':
    case 'find':
      return typeof first === 'string' && args.length === 1 ? text.indexOf(first) : undefined
    case 'substring':
      return typeof first === 'number' && (second === undefined || typeof second === 'number')
        ? text.substring(first, second)
        : undefined
    default:
      return undefined
  }
}
