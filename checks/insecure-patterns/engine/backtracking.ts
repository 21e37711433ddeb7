import { analyse } from 'scslre'
import { isExponentiallyAmbiguous } from './regex/ambiguity.ts'
import { positionsOf, Unreadable } from './regex/positions.ts'

/** Longer patterns are generated, and the analysis grows faster than they do. */
const MAX_LENGTH = 600

/** A quantifier on a group: without one nothing is tried twice over. */
const REPEATED_GROUP = /\)(?:[*+]|\{\d*,)/

const known = new Map<string, boolean>()
const MAX_KNOWN = 2000

/**
 * Whether some text makes a backtracking engine try exponentially many ways through a regular expression
 * (`(a+)+$`, `(\w+\s?)*$`). Says no of what it cannot read: possessive and atomic groups, conditions, modes in the middle.
 * Takes time in proportion to the square of at most 600 characters; the pattern itself never runs.
 */
export function backtracksExponentially(pattern: string): boolean {
  if (pattern.length > MAX_LENGTH || !REPEATED_GROUP.test(pattern)) return false
  let answer = known.get(pattern)
  if (answer === undefined) {
    answer = analysed(inJavaScript(pattern))
    if (known.size >= MAX_KNOWN) known.clear()
    known.set(pattern, answer)
  }
  return answer
}

function analysed(source: string): boolean {
  try {
    return isExponentiallyAmbiguous(positionsOf(source))
  } catch (error) {
    if (!(error instanceof Unreadable)) return false
  }
  try {
    const { reports } = analyse({ source, flags: '' }, { maxReports: 20 })
    return reports.some(({ exponential }) => exponential)
  } catch {
    // No pattern of JavaScript: what it means elsewhere is not known.
    return false
  }
}

/** What other languages write in another way. */
function inJavaScript(pattern: string): string {
  return pattern
    .replace(/^([/#~!@%])([^]*)\1[a-zA-Z]*$/, '$2')
    .replace(/^\(\?[ims]+\)/, '')
    .replaceAll('(?P<', '(?<')
    .replaceAll(/\(\?P=(\w+)\)/g, String.raw`\k<$1>`)
    .replaceAll(/\\A/g, '^')
    .replaceAll(/\\[Zz]/g, '$')
    .replaceAll(/\\h/g, String.raw`[ \t]`)
}
