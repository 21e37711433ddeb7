import type { Expression, Kind } from '../ir.ts'
import type { Frame, Interpreter } from './interpreter.ts'
import { patternOf } from './replacing.ts'
import type { State } from './state.ts'
import { type Category, cleaned, type Value } from './value.ts'

/** Names of functions that say whether a value may be used. */
const VALIDATOR =
  /valid|allow|safe|white_?list|permitted|trusted|legal|is_?numeric|is_?digit|isdecimal|is_?alpha|is_?alnum|is_?integer|is_?int$|isuuid|^ctype_|IsLocalUrl|TryParse$/i
const MEMBER_OF =
  /^(?:contains|includes|has|containsKey|contain|include\?|member\?|key\?|has_key\?|cover\?|contains_key|Contains|ContainsKey|TryGetValue)$/
const FULL_MATCH =
  /^(?:matches|test|match|fullmatch|MatchString|matcher|match\?|is_match|preg_match|IsMatch)$/
const PREFIX =
  /^(?:startsWith|startswith|HasPrefix|is_relative_to|start_with\?|starts_with\?|starts_with|StartsWith|str_starts_with)$/
const NORMALISED = /normali[sz]e|canonical|resolve|realpath|abspath|Clean\(|Abs\(|toRealPath|GetFullPath/

/** Takes into a state what it means that a condition holds, or that it does not. */
export function refine(
  interpreter: Interpreter,
  condition: Expression,
  truth: boolean,
  state: State,
  frame: Frame,
): void {
  if (state.dead) return
  if (condition.kind === 'other') {
    const { operator, parts } = condition
    const [left, right] = parts
    if ((operator === '!' || operator === 'not') && left)
      return refine(interpreter, left, !truth, state, frame)
    if ((operator === '&&' && truth) || (operator === '||' && !truth)) {
      for (const part of parts) refine(interpreter, part, truth, state, frame)
      return
    }
    if (!left || !right) return
    const answer = operator === undefined ? undefined : answered(operator, left, right, truth)
    if (answer) return refine(interpreter, answer.call, answer.truth, state, frame)
    if (operator === '==' || operator === '===' || operator === 'is') return equal(left, right, truth)
    if (operator === '!=' || operator === '!==' || operator === 'is not') return equal(left, right, !truth)
    if (operator === 'in' || operator === 'not in') {
      const holds = (operator === 'in') === truth
      return contained(left, right, holds)
    }
    return
  }
  if (condition.kind === 'either') {
    const { operator, options } = condition
    if ((operator === 'and' && truth) || (operator === 'or' && !truth))
      for (const option of options) refine(interpreter, option, truth, state, frame)
    return
  }
  if (condition.kind === 'call') call(condition)
  // `isSafe = allowed(url)`: the variable says it later.
  if (condition.kind === 'name') {
    const kept = frame.linked.values.resolve(condition)
    if (kept.kind === 'call' && VALIDATOR.test(nameOf(kept))) call(kept)
  }

  function narrow(target: Expression, change: (value: Value) => Value): void {
    interpreter.narrow(target, change, state, frame)
  }

  function equal(left: Expression, right: Expression, holds: boolean): void {
    if (!holds) return
    for (const [target, other] of [
      [left, right],
      [right, left],
    ] as const) {
      if (other.kind === 'call' && target.kind === 'constant') continue
      const value = interpreter.eval(other, state, frame)
      if (value.constant !== undefined) {
        narrow(target, (before) => ({
          ...cleaned(before),
          origin: 'constant',
          constant: value.constant,
        }))
      }
    }
    // `x == x.replace(...)`, `isinstance`-like tests: the same text came out of a filter.
    for (const [target, other] of [
      [left, right],
      [right, left],
    ] as const)
      if (other.kind === 'call' && target.kind === 'name' && VALIDATOR.test(nameOf(other)))
        narrow(target, (value) => cleaned(value))
  }

  /** `item in holder`. */
  function contained(item: Expression, holder: Expression, holds: boolean): void {
    const known = interpreter.eval(item, state, frame)
    if (typeof known.constant === 'string') {
      if (!holds) without(holder, known.constant)
      return
    }
    const list = interpreter.eval(holder, state, frame)
    if (holds && !state.deep(list).taint) narrow(item, (value) => cleaned(value))
  }

  /** A text that surely lacks another. */
  function without(target: Expression, lacking: string): void {
    for (const category of lacks(lacking)) narrow(rootOf(target), (value) => cleaned(value, category))
  }

  function call(of: Kind<'call'>): void {
    const method = nameOf(of)
    const receiver = of.callee.kind === 'member' ? of.callee.object : undefined
    const [first, second] = of.args.map((argument) => argument.value)
    if (/^(?:in_array|array_key_exists)$/.test(method) && first && second)
      return contained(first, second, truth)
    if (/^(?:equals|equalsIgnoreCase|compare|Equal|EqualFold|Equals)$/.test(method) && first) {
      const other = second ?? receiver
      if (other) equal(other, first, truth)
      return
    }
    if (MEMBER_OF.test(method) && receiver && first) {
      const isText = interpreter.eval(first, state, frame).constant
      if (second && /^(?:strings|slices)$/.test(receiver.node.text))
        return receiver.node.text === 'slices'
          ? contained(second, first, truth)
          : contained(second, first, truth)
      if (typeof isText === 'string') return truth ? undefined : without(receiver, isText)
      return contained(first, receiver, truth)
    }
    if (PREFIX.test(method) && receiver && truth) {
      const text = second && receiver.node.text === 'strings' ? first : receiver
      if (!text) return
      const written = frame.linked.values.resolve(text).node.text
      if (NORMALISED.test(written) || NORMALISED.test(text.node.text) || method === 'is_relative_to')
        narrow(rootOf(text), (value) => cleaned(value, 'path'))
      const prefix = interpreter.eval(
        second && text === first ? second : (first ?? text),
        state,
        frame,
      ).constant
      // A host that is given whole, or a path on this one: where it leads is known.
      if (typeof prefix === 'string' && /^https?:\/\/[^/]+\/|^\/(?!\/)./.test(prefix))
        narrow(rootOf(text), (value) => cleaned(value, 'url'))
      return
    }
    if (FULL_MATCH.test(method) && truth) {
      const candidates = [receiver, first, second].filter((one) => one !== undefined)
      const pattern = candidates.map((one) => regexOf(one)).find((text) => text !== undefined)
      if (pattern !== undefined && isPermissive(pattern)) return
      for (const one of candidates) {
        const target = rootOf(one)
        if (interpreter.eval(target, state, frame).taint) narrow(target, (value) => cleaned(value))
      }
      return
    }
    if (truth && VALIDATOR.test(method)) {
      for (const one of [receiver, ...of.args.map((argument) => argument.value)]) {
        if (one && interpreter.eval(one, state, frame).taint) narrow(rootOf(one), (value) => cleaned(value))
      }
    }
  }

  function regexOf(expression: Expression): string | undefined {
    if (expression.node.type === 'regex') return patternOf(expression.node)
    const resolved = frame.linked.values.resolve(expression)
    if (resolved.node.type === 'regex') return patternOf(resolved.node)
    if (resolved.kind === 'call' && /^(?:compile|RegExp|MustCompile)$/.test(nameOf(resolved))) {
      const [pattern] = resolved.args
      const text = pattern && frame.linked.values.constant(pattern.value)
      return typeof text === 'string' ? text : undefined
    }
    const value = interpreter.eval(expression, state, frame).constant
    return typeof value === 'string' ? value : undefined
  }
}

/** What a comparison with a constant says of a call: `preg_match($pattern, $name) === 1`, `in_array($a, $b) !== true`. */
function answered(
  operator: string,
  left: Expression,
  right: Expression,
  truth: boolean,
): { call: Kind<'call'>; truth: boolean } | undefined {
  const [call, other] = left.kind === 'call' ? [left, right] : [right, left]
  if (call.kind !== 'call' || other.kind !== 'constant') return undefined
  const { value } = other
  if (typeof value !== 'number' && typeof value !== 'boolean') return undefined
  // Of what counts matches, `false` is neither yes nor no.
  if (typeof value === 'boolean' && nameOf(call) === 'preg_match') return undefined
  if (/^={2,3}$/.test(operator) && (value === Boolean(value) || value === 1 || value === 0))
    return { call, truth: truth === Boolean(value) }
  if (/^!={1,2}$/.test(operator) && (value === Boolean(value) || value === 0))
    return { call, truth: truth !== Boolean(value) }
  return operator === '>' && value === 0 && call === left ? { call, truth } : undefined
}

/** The variable that a chain of calls begins with. */
function rootOf(expression: Expression): Expression {
  let at = expression
  while (at.kind === 'call' || (at.kind === 'index' && !at.index)) {
    if (at.kind === 'index') at = at.object
    else if (at.callee.kind === 'member' && !/^[A-Z]/.test(at.callee.object.node.text)) at = at.callee.object
    else if (at.args[0]) at = at.args[0].value
    else return at
  }
  return at
}

const nameOf = (call: Kind<'call'>): string =>
  call.callee.kind === 'member' ? call.callee.property : call.callee.kind === 'name' ? call.callee.name : ''

/** Where a text can do no harm once it lacks this. */
function lacks(text: string): Category[] {
  const categories: Category[] = []
  if (text.startsWith('..')) categories.push('path')
  if (text === "'") categories.push('sql', 'xpath', 'code')
  if (text === '<') categories.push('html')
  if (text === '\n' || text === '\r' || text === '\r\n') categories.push('header', 'log')
  return categories
}

/** Whether a pattern lets text through that means something somewhere: anything, all but something, or quotes. */
export function isPermissive(pattern: string): boolean {
  const bare = pattern
    .replaceAll(/\\[.dwsDWS/-]/g, '')
    .replaceAll(/\[(?!\^)[^\]]*\]/g, (all) => (/["'<>;]/.test(all) ? '.' : ''))
  const isPart = !/^\^|\\A/.test(pattern) && /\.\*|\.\+/.test(bare)
  return isPart || /\.[*+{]|\.$|\[\^/.test(bare) || /(?:^|[^\\])\./.test(bare)
}
