import type { LineRange } from '../../../src/model/index.ts'

/**
 * Comments by which authors tell other linters of migrations that a statement is meant as it stands: diesel-guard's
 * blocks, squawk's, Atlas's and Eugene's before a statement, squawk's for the file.
 */
const BLOCK_START = /^\s*--\s*safety-assured:start\b/i
const BLOCK_END = /^\s*--\s*safety-assured:end\b/i
const WHOLE_FILE = /^\s*--\s*squawk-ignore-file\b/i
const NEXT_STATEMENT = /^\s*--\s*(?:squawk-ignore|atlas:nolint|eugene:\s*ignore)(?![\w-])/i

/** The lines of a script whose hazards its authors have accepted. */
export function acceptedLines(text: string): LineRange[] {
  const lines = text.split('\n')
  const found: LineRange[] = []
  let block: number | undefined
  for (const [index, line] of lines.entries()) {
    const at = index + 1
    if (WHOLE_FILE.test(line)) return [{ start: 1, end: lines.length }]
    if (BLOCK_START.test(line)) block ??= at
    else if (BLOCK_END.test(line) && block !== undefined) {
      found.push({ start: block, end: at })
      block = undefined
    } else if (NEXT_STATEMENT.test(line)) {
      const end = lines.findIndex((one, i) => i > index && /;\s*(?:--.*)?$/.test(one))
      found.push({ start: at, end: end < 0 ? lines.length : end + 1 })
    }
  }
  return found
}

/** The lines that a Rails migration wraps in strong_migrations' `safety_assured { … }`: its authors have looked at them. */
export function assuredLines(text: string): LineRange[] {
  const lines = text.split('\n')
  return lines.flatMap((line, index): LineRange[] => {
    const indent = /^(\s*)safety_assured\b/.exec(line)?.[1]
    if (indent === undefined) return []
    const at = index + 1
    if (/\}\s*(?:#.*)?$/.test(line) || !/(?:\{|\bdo)\s*$/.test(line)) return [{ start: at, end: at }]
    const end = lines.findIndex((one, i) => i > index && new RegExp(`^${indent}(?:end|\\})`).test(one))
    return [{ start: at, end: end < 0 ? lines.length : end + 1 }]
  })
}

/** A Django migration with django-migration-linter's `IgnoreMigration()` among its operations is meant as it stands. */
export function ignoredLines(text: string): LineRange[] {
  return /^[^#\n]*\bIgnoreMigration\s*\(\s*\)/m.test(text) ? [{ start: 1, end: text.split('\n').length }] : []
}
