/** What an argument of a pattern must be. */
export type Constraint =
  | { kind: 'any' }
  /** Some constant text: `"..."`. */
  | { kind: 'text' }
  | { kind: 'constant'; value: string | number | boolean | null }

/** A call, a construction or a dotted name, as Semgrep writes them. */
export interface CallPattern {
  form: 'call' | 'new' | 'name'
  /** Dotted; a metavariable in front is left out. */
  path: string
  /** It is a member of anything: `$X.query`. */
  ofAnything: boolean
  positional: { constraint: Constraint; metavariable?: string }[]
  keywords: { name: string; constraint: Constraint; metavariable?: string }[]
  /** `...` at its end, or alone: more arguments may follow. */
  open: boolean
}

/** Not translated, in words. */
export class Untranslatable extends Error {}

const CALLEE = /^(?:new\s+)?((?:\$[A-Z_][A-Z0-9_]*|[A-Za-z_]\w*)(?:\s*\.\s*[A-Za-z_]\w*)*)\s*/

/**
 * Reads a pattern.
 * @throws Untranslatable for what has another shape.
 */
export function readPattern(source: string): CallPattern {
  const text = source.trim().replace(/;$/, '').trim()
  const callee = CALLEE.exec(text)
  if (!callee?.[1]) throw shape(text)
  const isNew = /^new\s/.test(text)
  const names = callee[1].split('.').map((name) => name.trim())
  const ofAnything = names[0]?.startsWith('$') ?? false
  if (ofAnything) names.shift()
  if (names.length === 0) throw shape(text)
  const rest = text.slice(callee[0].length)
  const common = { path: names.join('.'), ofAnything }
  if (rest === '' && !isNew) return { form: 'name', ...common, positional: [], keywords: [], open: true }
  if (!rest.startsWith('(') || !rest.endsWith(')')) throw shape(text)
  const args = readArguments(rest.slice(1, -1), text)
  return { form: isNew ? 'new' : 'call', ...common, ...args }
}

type Arguments = Pick<CallPattern, 'positional' | 'keywords' | 'open'>

function readArguments(inside: string, text: string): Arguments {
  const answer: Arguments = { positional: [], keywords: [], open: false }
  const parts = split(inside, text)
  for (const [index, part] of parts.entries()) {
    if (part === '...' || /^\$\.\.\.[A-Z_]\w*$/.test(part)) {
      // In front of keywords it says that more positional ones may stand there; those are never asked about.
      const onlyKeywords = parts.slice(index + 1).every((one) => one === '...' || /^\w+\s*=(?!=)/.test(one))
      if (!onlyKeywords) throw new Untranslatable(`${text}: \`...\` before other arguments`)
      answer.open = true
      continue
    }
    const [, name, value] = /^([A-Za-z_]\w*)\s*=(?!=)\s*(.*)$/s.exec(part) ?? []
    const metavariable = /^\$[A-Z_][A-Z0-9_]*$/.test(value ?? part) ? (value ?? part) : undefined
    const one = { constraint: constraintOf(value ?? part, text), ...(metavariable && { metavariable }) }
    if (name === undefined) answer.positional.push(one)
    else answer.keywords.push({ name, ...one })
  }
  return answer
}

function constraintOf(part: string, text: string): Constraint {
  if (/^\$[A-Z_][A-Z0-9_]*$/.test(part)) return { kind: 'any' }
  if (/^(["'])\.\.\.\1$/.test(part)) return { kind: 'text' }
  if (/^(["'])=~/.test(part)) throw new Untranslatable(`${text}: a regular expression`)
  const [, , literal] = /^(["'])((?:(?!\1)[^\\$\n])*)\1$/.exec(part) ?? []
  if (literal !== undefined) return { kind: 'constant', value: literal }
  if (/^-?\d+(?:\.\d+)?$/.test(part)) return { kind: 'constant', value: Number(part) }
  if (/^(?:true|True)$/.test(part)) return { kind: 'constant', value: true }
  if (/^(?:false|False)$/.test(part)) return { kind: 'constant', value: false }
  if (/^(?:null|None|nil)$/.test(part)) return { kind: 'constant', value: null }
  throw new Untranslatable(`${text}: the argument ${part}`)
}

/** Arguments at the commas between them; quotes and brackets hold theirs together. */
function split(inside: string, text: string): string[] {
  const parts: string[] = []
  let [from, depth, quote] = [0, 0, '']
  for (let at = 0; at < inside.length; at++) {
    const letter = inside[at] ?? ''
    if (quote !== '') {
      if (letter === '\\') at++
      else if (letter === quote) quote = ''
    } else if (letter === '"' || letter === "'") quote = letter
    else if ('([{'.includes(letter)) depth++
    else if (')]}'.includes(letter)) depth--
    else if (letter === ',' && depth === 0) {
      parts.push(inside.slice(from, at).trim())
      from = at + 1
    }
    if (depth < 0) throw shape(text)
  }
  parts.push(inside.slice(from).trim())
  if (quote !== '' || depth !== 0) throw shape(text)
  return parts.filter((part) => part !== '')
}

function shape(text: string): Untranslatable {
  const short = text.length > 80 ? `${text.slice(0, 77)}…` : text
  return new Untranslatable(`${short.replaceAll(/\s+/g, ' ')}: neither a call nor a dotted name`)
}
