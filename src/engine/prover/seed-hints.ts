import type { Script } from './script.ts'

/** Conditions of `UPDATE` and `DELETE`, by the table's own name and the column: literals that a row can have to meet them. */
export type Hints = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>

/** Values of one column, and so rows that are made for it. */
const MAX_VALUES = 3
const MAX_LENGTH = 5000

const TARGET = /\b(?:update|delete\s+from)\s+(?:only\s+)?((?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))*)/i
const CONDITION =
  /("[^"]+"|\b\w+)\s*(?:(=|>=|<=|<|>|\bin\s*\(|\bi?like\b)\s*('(?:[^']|'')*'|-?\d{1,18}\b|true\b|false\b)|\bis\s+(null)\b)/gi

const REPLACED = /\breplace\s*\(\s*("[^"]+"|\w+)\s*,()\s*('(?:[^']|'')*')/gi

/**
 * What rows the ways up look for, so that there is one of them: made-up rows have values that no condition names. Taken
 * from ways up alone: a way back looks for what the way up left, which no row had before.
 */
export function hintsOf(scripts: Iterable<Script>): Hints {
  const hints = new Map<string, Map<string, string[]>>()
  for (const { statements } of scripts) {
    for (const { text } of statements) {
      const table = /^(?:update|delete|with)\b/i.test(text) && TARGET.exec(text.slice(0, MAX_LENGTH))?.[1]
      if (!table) continue
      const from = text.search(/\bwhere\b/i)
      const found = [
        ...text.slice(0, MAX_LENGTH).matchAll(REPLACED),
        ...(from < 0 ? [] : text.slice(from, MAX_LENGTH).matchAll(CONDITION)),
      ]
      if (found.length === 0) continue
      const name = unquoted(table.split('.').at(-1) ?? table)
      const columns = hints.get(name) ?? new Map<string, string[]>()
      hints.set(name, columns)
      for (const [, column = '', operator, value, isNull] of found) {
        const values = columns.get(unquoted(column)) ?? []
        const wanted = isNull === undefined ? meeting(operator ?? '', value ?? '') : 'NULL'
        if (values.length < MAX_VALUES && !values.includes(wanted)) values.push(wanted)
        columns.set(unquoted(column), values)
      }
    }
  }
  return hints
}

function meeting(operator: string, value: string): string {
  if (/like/i.test(operator)) return value.replaceAll('%', '').replaceAll('_', 'x')
  if (!/^-?\d/.test(value)) return value
  if (operator === '>') return String(BigInt(value) + 1n)
  if (operator === '<') return String(BigInt(value) - 1n)
  return value
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1) : name.toLowerCase()
}
