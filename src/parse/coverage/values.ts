import { CoverageError, checkLine, failAt } from './report.ts'

/** Deeper than any of these formats is. */
const maxDepth = 64

export type JsonObject = Readonly<Record<string, unknown>>

/**
 * @returns the value of a JSON text
 * @throws {CoverageError} naming the place where the text is broken or too deep
 */
export function parseJson(text: string): unknown {
  checkDepth(text)
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const position = /at position (\d+)/.exec(error.message)?.[1]
    const line = lineAt(text, position === undefined ? text.length : Number(position))
    throw new CoverageError(`line ${line}: not JSON, or cut off`, { cause: error })
  }
}

/** Before anything is built: strings are passed over, everything else is the parser's to judge. */
function checkDepth(text: string): void {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const mark = text.charCodeAt(at)
    if (quoted) {
      if (mark === 0x5c) at++
      else if (mark === 0x22) quoted = false
    } else if (mark === 0x22) quoted = true
    else if (mark === 0x7b || mark === 0x5b) {
      if (++depth > maxDepth) failAt(lineAt(text, at), `nested deeper than ${maxDepth} levels`)
    } else if (mark === 0x7d || mark === 0x5d) depth--
  }
}

function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function objectAt(value: unknown, at: string): JsonObject {
  return isObject(value) ? value : failAt(at, 'an object is expected')
}

export function listAt(value: unknown, at: string): readonly unknown[] {
  return Array.isArray(value) ? value : failAt(at, 'a list is expected')
}

/** A count: a whole number; more than 2^53 - 1 is that. */
export function countAt(value: unknown, at: string): number {
  if (typeof value !== 'number' || !(value >= 0) || !Number.isInteger(value)) {
    return failAt(at, 'a whole number is expected')
  }
  return Math.min(value, Number.MAX_SAFE_INTEGER)
}

export function lineNumberAt(value: unknown, at: string): number {
  return checkLine(countAt(value, at), at)
}
