import type { SqlEffect } from './effect.ts'

const NAME = '((?:[`"\\[]?[\\w$-]+[`"\\]]?\\.)?[`"\\[]?[\\w$-]+[`"\\]]?)'
const TABLE = `alter table (?:if exists )?(?:only )?${NAME}`
const IF = '(?:if (?:not )?exists )?'

/** Statements of any dialect, by how they begin. A template may use `$1`… for the names it found. */
const FORMS: readonly { form: RegExp; what: string; kind?: 'data'; inverse?: string }[] = [
  {
    form: pattern(`create (?:temporary )?table ${IF}${NAME}`),
    what: 'creates table $1',
    inverse: 'DROP TABLE $1',
  },
  { form: pattern(`drop table ${IF}${NAME}`), what: 'drops table $1' },
  {
    form: pattern(`create (?:unique |fulltext |spatial )?index ${IF}${NAME} on ${NAME}`),
    what: 'creates index $1 on $2',
  },
  { form: pattern(`drop index ${IF}${NAME}`), what: 'drops index $1' },
  { form: pattern(`${TABLE} drop (?:foreign|primary) key`), what: 'drops a key of $1' },
  { form: pattern(`${TABLE} drop (?:constraint|check) ${NAME}`), what: 'drops constraint $2 of $1' },
  { form: pattern(`${TABLE} drop (?:index|key) ${NAME}`), what: 'drops index $2 of $1' },
  { form: pattern(`${TABLE} drop (?:column )?${IF}${NAME}`), what: 'drops column $1.$2' },
  { form: pattern(`${TABLE} add (?:unique )?(?:index|key) ${NAME}`), what: 'adds index $2 to $1' },
  {
    form: pattern(`${TABLE} add (?:constraint|primary|foreign|unique|check|fulltext|spatial|partition)\\b`),
    what: 'adds a constraint or key to $1',
  },
  {
    form: pattern(`${TABLE} add (?:column )?${IF}${NAME}`),
    what: 'adds column $1.$2',
    inverse: 'ALTER TABLE $1 DROP COLUMN $2',
  },
  { form: pattern(`${TABLE} rename (?:to|as) ${NAME}`), what: 'renames table $1 to $2' },
  { form: pattern(`${TABLE} (?:modify|change|alter)(?: column)? ${NAME}`), what: 'changes column $1.$2' },
  { form: pattern(TABLE), what: 'alters table $1' },
  {
    form: pattern(`insert (?:ignore )?(?:or \\w+ )?into ${NAME}`),
    what: 'inserts rows into $1',
    kind: 'data',
  },
  { form: pattern(`replace into ${NAME}`), what: 'replaces rows of $1', kind: 'data' },
  { form: pattern(`update ${NAME}`), what: 'updates rows of $1', kind: 'data' },
  { form: pattern(`delete from ${NAME}`), what: 'deletes rows of $1', kind: 'data' },
  { form: pattern(`truncate (?:table )?${NAME}`), what: 'empties table $1', kind: 'data' },
]

/** Reading, transaction control, settings and maintenance, in the words of MySQL, SQLite, PostgreSQL and SQL Server. */
const NOTHING =
  /^(?:set|begin|start transaction|commit|end|rollback|savepoint|release|use|pragma|show|explain|describe|go|print|analyze|vacuum|optimize|lock tables|unlock tables)\b/i

/**
 * What a statement changes, read from its first words: for dialects that have no parser here. Anything
 * unknown counts as a change.
 */
export function wordEffects(text: string): SqlEffect[] {
  if (text.startsWith('/*!')) return [{ what: `runs ${firstWords(text)}`, kind: 'schema' }]
  if (NOTHING.test(text)) return []
  // A command of psql's own.
  if (/^\\copy\b/i.test(text)) return [{ what: 'copies rows', kind: 'data' }]
  if (/^select\b/i.test(text)) {
    const lasting = /\binto\b/i.test(text) || /\w\s*\(/.test(text)
    return lasting ? [{ what: `runs ${firstWords(text)}`, kind: 'schema' }] : []
  }
  // MySQL and MariaDB; SQL Server.
  if (/^(?:signal\s+sqlstate\b|raiserror\b|throw\b)/i.test(text)) {
    const reason = /(?:message_text\s*=|raiserror\s*\(|throw\s+\d+\s*,)\s*N?['"]([^'"]*)/i.exec(text)?.[1]
    return [{ what: 'raises an exception', kind: 'raises', reason: reason ?? '' }]
  }
  const words = text.slice(0, 1000).replaceAll(/\s+/g, ' ')
  for (const { form, what, kind = 'schema', inverse } of FORMS) {
    const match = form.exec(words)
    if (!match) continue
    const fill = (template: string, plain: boolean): string =>
      template.replaceAll(/\$(\d)/g, (_, group: string) => {
        const name = match[Number(group)] ?? ''
        return plain ? name.replaceAll(/[`"[\]]/g, '') : name
      })
    // More than one action, or a table that may have been there before: not one exact inverse.
    const exact = inverse !== undefined && !/if (?:not )?exists/i.test(match[0]) && !hasMoreActions(text)
    return [{ what: fill(what, true), kind, ...(exact && { inverse: fill(inverse, false) }) }]
  }
  return [{ what: `runs ${firstWords(text)}`, kind: 'schema' }]
}

/** The beginning of a statement, for a message. */
export function firstWords(text: string): string {
  return text
    .slice(0, 200)
    .trim()
    .split(/[\s(]+/)
    .slice(0, 3)
    .join(' ')
    .slice(0, 60)
}

function pattern(source: string): RegExp {
  return new RegExp(`^${source.replaceAll(' ', '\\s')}`, 'i')
}

/** A comma outside parentheses in an ALTER TABLE. */
function hasMoreActions(text: string): boolean {
  if (!/^alter/i.test(text)) return false
  let depth = 0
  for (const char of text) {
    if (char === '(') depth++
    else if (char === ')') depth--
    else if (char === ',' && depth === 0) return true
  }
  return false
}
