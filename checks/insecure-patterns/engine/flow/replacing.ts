import type { SyntaxNode } from '../../../../src/parse/code/index.ts'
import type { Expression, Kind } from '../ir.ts'
import type { Frame } from './interpreter.ts'
import { CATEGORIES, type Category, type Value } from './value.ts'

/** A call that replaces: what it searches for, what it puts there, and in what. */
interface Replacement {
  pattern: string
  by: Value | undefined
  in: Value | undefined
}

/** What a text that holds no other characters is harmless in, by the characters that are kept beside letters and digits. */
const NOT_HARMLESS: readonly [kept: RegExp, places: readonly Category[]][] = [
  [/[./:@]|\\[./]/, ['path', 'url']],
  [/\s|\\s/, ['command', 'header', 'log']],
]
/** Characters that mean nothing in any language but a place of their own. */
const KEPT = /^(?:\\[wd._\-/:@]|\\s|[\w\-./:@, ])*$/

/**
 * Where a text can do no harm after all characters but some were taken out of it, as in
 * `name.replace(/[^a-z0-9]/gi, '')`; with the value that was searched. Undefined where a call does something else.
 */
export function keptByReplacing(
  call: Kind<'call'>,
  path: string,
  receiver: Value | undefined,
  args: readonly Value[],
  frame: Frame,
): { value: Value; places: readonly Category[] } | undefined {
  const replacement = replacementOf(call, path, receiver, args, frame)
  if (!replacement?.in || typeof replacement.by?.constant !== 'string') return undefined
  if (!/^[\w -]*$/.test(replacement.by.constant)) return undefined
  const kept = /^\(?(?:\\W|\[\^((?:\\.|[^\]\\])*)\])[+*]?\)?$/.exec(replacement.pattern)
  if (!kept) return undefined
  const [, letters = ''] = kept
  if (!KEPT.test(letters)) return undefined
  const harmful = new Set(NOT_HARMLESS.flatMap(([sign, places]) => (sign.test(letters) ? places : [])))
  return { value: replacement.in, places: CATEGORIES.filter((place) => !harmful.has(place)) }
}

function replacementOf(
  call: Kind<'call'>,
  path: string,
  receiver: Value | undefined,
  args: readonly Value[],
  frame: Frame,
): Replacement | undefined {
  const { callee } = call
  const method = callee.kind === 'member' ? callee.property : callee.kind === 'name' ? callee.name : ''
  const [first, second] = call.args
  const { language } = frame.linked.unit
  const of = (pattern: string | undefined, by: Value | undefined, value: Value | undefined) =>
    pattern === undefined ? undefined : { pattern, by, in: value }
  switch (language) {
    case 'javascript': {
      const node = first && literalOf(first.value, frame)
      const isAll = method === 'replaceAll' || /g/.test(node?.child('flags')?.text ?? '')
      return /^replace(?:All)?$/.test(method) && node && isAll
        ? of(patternOf(node), args[1], receiver)
        : undefined
    }
    case 'java':
      return method === 'replaceAll' ? of(textOf(args[0]), args[1], receiver) : undefined
    case 'kotlin': {
      const made = first?.value.kind === 'call' ? first.value : undefined
      const text = made?.node.text.match(/^(?:Regex\()?"((?:[^"\\]|\\.)*)"(?:\)|\.toRegex\(\))$/)?.[1]
      return method === 'replace' ? of(text?.replaceAll('\\\\', '\\'), args[1], receiver) : undefined
    }
    case 'ruby': {
      const node = first && literalOf(first.value, frame)
      return /^gsub!?$/.test(method) && node ? of(patternOf(node), args[1], receiver) : undefined
    }
    case 'python':
      if (/^(?:re|regex)\.sub$/.test(path)) return of(textOf(args[0]), args[1], args[2])
      return method === 'sub' ? of(compiled(callee, frame), args[0], args[1]) : undefined
    case 'go':
      return /^ReplaceAll(?:Literal)?String$/.test(method)
        ? of(compiled(callee, frame), args[1], args[0])
        : undefined
    case 'php':
      return path === 'preg_replace' ? of(bare(textOf(args[0])), args[1], args[2]) : undefined
    case 'csharp':
      if (/(?:^|\.)Regex\.Replace$/.test(path) && second) return of(textOf(args[1]), args[2], args[0])
      return method === 'Replace' ? of(compiled(callee, frame), args[1], args[0]) : undefined
    default:
      return undefined
  }
}

const textOf = (value: Value | undefined): string | undefined =>
  typeof value?.constant === 'string' ? value.constant : undefined

function literalOf(expression: Expression, frame: Frame): SyntaxNode | undefined {
  if (expression.node.type === 'regex') return expression.node
  const { node } = frame.linked.values.resolve(expression)
  return node.type === 'regex' ? node : undefined
}

/** What stands between the slashes of a literal. */
export function patternOf(node: SyntaxNode): string {
  return node.child('pattern')?.text ?? node.text.replace(/^(?:%r.|\/)|[^\w][a-z]*$/g, '')
}

/** The pattern that what a method is called on was compiled from. */
function compiled(callee: Expression, frame: Frame): string | undefined {
  if (callee.kind !== 'member') return undefined
  const made = frame.linked.values.resolve(callee.object)
  if (made.kind !== 'call') return undefined
  const { callee: maker } = made
  const name = maker.kind === 'member' ? maker.property : maker.kind === 'name' ? maker.name : ''
  const [pattern] = made.args
  const text =
    pattern && /^(?:compile|MustCompile|Regex)$/.test(name)
      ? frame.linked.values.constant(pattern.value)
      : undefined
  return typeof text === 'string' ? text : undefined
}

/** The pattern between the delimiters of PHP. */
function bare(text: string | undefined): string | undefined {
  const [, sign, pattern] = /^([^\w\s\\])([^]*)\1[a-zA-Z]*$/.exec(text ?? '') ?? []
  return sign === undefined ? undefined : pattern
}
