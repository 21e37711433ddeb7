import { readGoProfile } from './go-profile.ts'
import { readLcov } from './lcov.ts'
import { CoverageError } from './report.ts'
import type { CoverageRead } from './report.ts'

const maxLength = 64 * 1024 * 1024

/**
 * Reads a coverage report; the format is found by content, never by name. Never throws on a text.
 * @param name how the report is called where it cannot be read
 */
export function readCoverage(text: string, name: string): CoverageRead {
  const unread = (why: string): CoverageRead => ({ kind: 'unread', why: `${name}: ${why}` })
  if (text.length > maxLength) return unread('larger than 64 MB; report the changed packages alone')
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text
  const read = /^\s*mode: (?:set|count|atomic)\s/.test(body)
    ? readGoProfile
    : /^(?:SF|TN):/m.test(body)
      ? readLcov
      : undefined
  if (!read) return unread('not an lcov tracefile or a Go cover profile; write one of these')
  try {
    const report = read(body)
    return report.files.size > 0 ? { kind: 'read', report } : unread('names no file; were the tests run?')
  } catch (error) {
    if (error instanceof CoverageError) return unread(`${error.message}; write the report again`)
    throw error
  }
}
