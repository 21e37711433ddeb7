import type { Location, ProofAnswer, ProofDifference, ProofLoss } from '../../../src/model/index.ts'
import { type Part, scriptOf } from '../../../src/parse/migrations/index.ts'
import type { MigrationChange } from '../collect.ts'
import { firstLine } from '../words.ts'

/** Path of a migration, with its name where a file holds several. */
export function shortName({ adapter, head }: MigrationChange): string {
  return `\`${head.path}\`${adapter.readAll ? ` (${head.name})` : ''}`
}

export function provenWords(
  proven: readonly MigrationChange[],
  of: number,
  { tables, without }: ProofAnswer['rows'],
  { withoutRows, server }: { withoutRows: boolean; server: string },
): string {
  const names = proven.slice(0, 5).map(shortName)
  const more = proven.length - names.length
  const rows = withoutRows
    ? 'on empty tables alone: rows that were made up stopped the change before its end'
    : tables === 0 && without.length === 0
      ? 'no table was there before'
      : `a row stood in ${tables} of ${tables + without.length} tables`
  const share = of === proven.length ? '' : `${proven.length} of ${of}: `
  return `Rollbacks proven by running them up, down and up again on ${server} (${rows}): ${share}${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

const MAX_DEFINITION = 160
/** Characters before the first difference that say where it is. */
const LEAD = 40

/** `column public.users.email is missing (it was "text NOT NULL")` */
export function differenceWords({ kind, name, change, before, after }: ProofDifference): string {
  if (kind === 'rows') return `rows of ${name} are left, and are there twice once the migration runs again`
  const [was, is] = shortened(before, after)
  if (change === 'missing') return `${kind} ${name} is missing${was && ` (it was: ${was})`}`
  if (change === 'left-over') return `${kind} ${name} is left over`
  if (change === 'renamed') return `${kind} ${name} is now called ${is}`
  return `${kind} ${name} is not as it was (before: ${was}; now: ${is})`
}

export function lossWords({ table, columns }: ProofLoss): string {
  return columns === undefined ? `rows of ${table}` : `${list(columns)} of ${table}`
}

export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}

/** Two definitions, short enough to be read; of long ones the part from where they differ. */
function shortened(before = '', after = ''): [before: string, after: string] {
  const [was, is] = [flat(before), flat(after)]
  let same = 0
  while (same < was.length && was[same] === is[same]) same += 1
  const longest = Math.max(was.length, is.length)
  const from = before === '' || after === '' || longest <= MAX_DEFINITION ? 0 : Math.max(0, same - LEAD)
  return [cut(was, from), cut(is, from)]
}

function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

/** At most so many characters, from the word that an offset is in. */
function cut(text: string, offset: number): string {
  const from = offset === 0 ? 0 : text.lastIndexOf(' ', offset) + 1
  const part = text.slice(from, from + MAX_DEFINITION)
  return `${from > 0 ? '…' : ''}${part}${from + part.length < text.length ? '…' : ''}`
}

/** A line of a part in its file; lines that it does not have are its first. */
export function lineOf(part: Part, line: number): Location {
  const { startLine, endLine } = part.region
  if (line < startLine || line > endLine) return statementLine(part)
  return { side: 'head', path: part.path, region: { startLine: line, endLine: line } }
}

/** The first line of a part that is no comment and no white space. */
export function statementLine(part: Part): Location {
  const index = linesOf(part).findIndex((line) => !/^\s*(?:--|$)/.test(line))
  return index < 0
    ? firstLine(part)
    : { side: 'head', path: part.path, region: { startLine: index + 1, endLine: index + 1 } }
}

/** The line of a part that names an object, by the last part of its name or by that of what it belongs to. */
export function lineNaming(part: Part, name: string): Location {
  const lines = linesOf(part)
  const names = name.replace(/\(.*$/s, '').trim().split('.').toReversed()
  for (const one of names.slice(0, 2)) {
    const word = new RegExp(`(?<![\\w$])${one.replaceAll(/[^\w]/g, '\\$&')}(?![\\w$])`, 'i')
    const index = lines.findIndex((line) => word.test(line.replace(/--.*$/, '')))
    if (index >= 0)
      return { side: 'head', path: part.path, region: { startLine: index + 1, endLine: index + 1 } }
  }
  return statementLine(part)
}

function linesOf({ sql }: Part): string[] {
  return scriptOf(sql ?? []).split('\n')
}
