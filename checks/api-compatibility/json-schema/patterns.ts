import { RE2JS } from 're2js'
import { comparePatterns, haveCommonText } from '../../../src/parse/patterns/inclusion.ts'

/** Patterns that every text matches. */
const ANY_TEXT = /^(?:\^?\.\*\$?|\^|\$|\^?\(\.\*\)\$?|)$/

export function isAnyText(pattern: string): boolean {
  return ANY_TEXT.test(pattern)
}

const decisions = new Map<string, boolean | undefined>()
const MAX_DECISIONS = 20_000

function decided(key: string, decide: () => boolean | undefined): boolean | undefined {
  if (!decisions.has(key)) {
    if (decisions.size >= MAX_DECISIONS) decisions.clear()
    decisions.set(key, decide())
  }
  return decisions.get(key)
}

/** Whether every text that matches `inner` matches `outer`; undefined where that cannot be told. */
export function includes(outer: string, inner: string): boolean | undefined {
  if (outer === inner || isAnyText(outer)) return true
  return decided(`${inner} in ${outer}`, () => {
    const inclusion = comparePatterns(outer, inner)
    return inclusion === 'unknown' ? undefined : inclusion === 'same' || inclusion === 'narrower'
  })
}

/** Whether some text matches both; undefined where that cannot be told. */
export function overlap(one: string, other: string): boolean | undefined {
  if (one === other || isAnyText(one) || isAnyText(other)) return true
  return decided(`${one} and ${other}`, () => haveCommonText(one, other))
}

const matchers = new Map<string, RE2JS | undefined>()
const MAX_PATTERN = 1000

/** Whether a text matches, found in linear time; undefined for look-around and back references. */
export function matches(pattern: string, text: string): boolean | undefined {
  if (!matchers.has(pattern)) matchers.set(pattern, compile(pattern))
  return matchers.get(pattern)?.matcher(text).find()
}

function compile(pattern: string): RE2JS | undefined {
  if (pattern.length > MAX_PATTERN) return undefined
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern))
  } catch {
    // The engine has no look-around and no back references.
    return undefined
  }
}
