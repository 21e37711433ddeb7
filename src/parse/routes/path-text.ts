/** A piece of a path as far as the code shows it. */
export interface PathText {
  /** The known end of it. */
  text: string
  /** False where something unknown stands before `text`. */
  complete: boolean
}

export const EMPTY: PathText = { text: '', complete: true }
export const UNKNOWN: PathText = { text: '', complete: false }

export function known(text: string): PathText {
  return { text, complete: true }
}

/** One text after another, as `+` does. */
export function concat(first: PathText, second: PathText): PathText {
  return second.complete ? { text: first.text + second.text, complete: first.complete } : second
}

/** One path below another: exactly one slash between them. */
export function below(parent: PathText, path: PathText): PathText {
  if (!path.complete) return path
  const inner = path.text.replace(/^\/+/, '')
  if (inner === '') return parent
  return { text: `${parent.text.replace(/\/+$/, '')}/${inner}`, complete: parent.complete }
}

const MAX_PATH = 1000

/**
 * The templates that a path of any of the frameworks means: `:id`, `<int:id>`, `{id:[0-9]+}` and `{id?}` become
 * `{id}`, `*rest` and `{**rest}` become `{*rest}`. Two where the last part may be left out. Empty where it is no path.
 */
export function templates(written: string): string[] {
  if (written.length > MAX_PATH || /[\s"'`]/.test(written)) return []
  const required = scan(dropOptional(written))
  if (required === undefined) return []
  const whole = scan(written.replaceAll(/[()](?=[./]?:|[./]|$)|\)$/g, ''))
  const all = required.optional ? [required.text.replace(/\/[^/]*$/, ''), required.text] : [required.text]
  // Rails writes optional parts in parentheses: `/pets(/:id)`.
  if (/\(\/:/.test(written) && whole) all.push(whole.text)
  return [...new Set(all.map(tidy))]
}

function tidy(text: string): string {
  return `/${text}`.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1')
}

function dropOptional(written: string): string {
  return written.replaceAll(/\(\.?\/?:[^()]*\)/g, '')
}

function scan(written: string): { text: string; optional: boolean } | undefined {
  let text = ''
  let optional = false
  for (let at = 0; at < written.length;) {
    const char = written[at] ?? ''
    const before = written[at - 1]
    optional = false
    if (char === '{' || char === '<') {
      const end = closing(written, at)
      if (end < 0) return undefined
      const inner = written.slice(at + 1, end)
      text += char === '<' ? `{${plain(inner.split(':').at(-1))}}` : braces(inner)
      optional = char === '{' && /\?$|^\w+=/.test(inner) && written[end + 1] === undefined
      at = end + 1
    } else if (char === ':' && (before === undefined || /[/\-.~]/.test(before))) {
      const name = /^\w+/.exec(written.slice(at + 1))?.[0]
      if (name === undefined) return undefined
      at += name.length + 1
      if (written[at] === '(' || written[at] === '{') {
        const end = closing(written, at)
        if (end < 0) return undefined
        at = end + 1
      }
      if (written[at] === '*' || written[at] === '+') {
        text += `{*${name}}`
        at++
      } else text += `{${name}}`
      if (written[at] === '?') {
        optional = at === written.length - 1
        at++
      }
    } else if (char === '*') {
      const name = /^\w*/.exec(written.slice(at).replace(/^\*+/, ''))?.[0] ?? ''
      text += `{*${name === '' ? 'parameter' : name}}`
      at += (/^\*+/.exec(written.slice(at))?.[0].length ?? 1) + name.length
    } else {
      text += char
      at++
    }
  }
  return { text, optional }
}

/** Offset of what closes the bracket at `start`, or -1. */
function closing(text: string, start: number): number {
  const open = text[start] ?? ''
  const close = { '{': '}', '<': '>', '(': ')' }[open] ?? ''
  let depth = 0
  for (let at = start; at < text.length; at++) {
    if (text[at] === open) depth++
    else if (text[at] === close && --depth === 0) return at
  }
  return -1
}

/** What stands in braces: `id`, `id:[0-9]+` (chi, Spring), `id:int?` (ASP.NET), `id:path` (FastAPI), `name...` (Go). */
function braces(inner: string): string {
  const [name = '', ...rest] = inner.split(':')
  const takesRest = name.startsWith('*') || name.endsWith('...') || rest.join(':') === 'path'
  return takesRest ? `{*${plain(name)}}` : `{${plain(name)}}`
}

function plain(name: string | undefined): string {
  const word = /\w[\w.-]*/.exec(name ?? '')?.[0].replace(/\.+$/, '')
  return word ?? 'parameter'
}
