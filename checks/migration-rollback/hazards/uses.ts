import type { FileContent, RuleContext, Side } from '../../../src/model/index.ts'
import { pathOn } from '../../../src/model/index.ts'
import type { MigrationOptions } from '../options.ts'
import { singular, spellings, tableUse, wordOf } from './names-in-code.ts'

/** What is dropped: a table, or a column of one. */
export interface Dropped {
  table: string
  column?: string
  /** What code calls the table's rows, where that is no form of its name: a model. */
  model?: string
  /** Whether other tables have a column of that name: then it must stand beside the table's name. */
  ambiguous?: boolean
}

/** Where code of one side names it. */
export interface Use {
  side: Side
  path: string
  line: number
}

const CODE =
  /\.(?:rb|erb|py|[cm]?[jt]sx?|go|java|kt|kts|scala|groovy|rs|php|cs|exs?|prisma|graphqls?|ya?ml|sql|xml)$/i
const NOT_LOOKED_AT =
  /(?:^|\/)(?:migrations?|migrate|changelogs?|vendor|node_modules|dist|build|(?:\w*[_-])?tests?(?:[_-]\w*)?|specs?|__tests__|fixtures|testdata|seeds?|docs?|examples?|\.github)\/|(?:[._-](?:test|spec)s?\.|_test\.|_spec\.|\.min\.|\.lock$|-lock\.|structure\.sql$|CHANGELOG)/i
/** Files where a table is likely to be spoken of. */
const LIKELY = /model|entit|repositor|store|dao|quer|schema|persist|database|\/db\/|sql|record|table/i

/** Most files that are looked through, and UTF-16 units of all their texts and of one. */
const MAX_FILES = 1500
const MAX_TEXT = 24 * 1024 * 1024
const MAX_FILE = 400_000

/**
 * Looks for code that names what is dropped: in the head, and in what the head changes of the base. Bounded: in a large
 * repository the files whose names speak of the table, or of data, come first.
 */
export async function useOf(
  context: RuleContext<MigrationOptions>,
  dropped: Dropped,
): Promise<Use | undefined> {
  for (const side of ['head', 'base'] as const) {
    const find = finder(dropped, side)
    for (const [path, content] of await textsOf(context, side, dropped.table)) {
      if (content.kind !== 'text' || content.text.length > MAX_FILE) continue
      const line = find(path, content.text)
      if (line !== undefined) return { side, path, line }
    }
  }
  return undefined
}

async function textsOf(
  { changeSet, shared }: RuleContext<MigrationOptions>,
  side: Side,
  table: string,
): Promise<Iterable<readonly [string, FileContent]>> {
  const stem = singular(table).toLowerCase().replaceAll('_', '')
  const mentions = (path: string): boolean => path.toLowerCase().replaceAll(/[_-]/g, '').includes(stem)
  const rank = (path: string): number => (mentions(path) ? 0 : LIKELY.test(path) ? 1 : 2)
  const isCode = (path: string): boolean => CODE.test(path) && !NOT_LOOKED_AT.test(path)
  const all =
    side === 'head'
      ? await shared('code that may use tables', async () =>
          (await changeSet.head.entries()).flatMap(({ kind, path }) =>
            kind === 'file' && isCode(path) ? [path] : [],
          ),
        )
      : changeSet.changes.flatMap((change) => pathOn(change, 'base') ?? []).filter((path) => isCode(path))
  const chosen = all.toSorted((a, b) => rank(a) - rank(b)).slice(0, MAX_FILES)
  const texts = await changeSet[side].readMany(chosen)
  let units = 0
  return chosen.flatMap((path) => {
    const content = texts.get(path)
    if (!content || units > MAX_TEXT) return []
    if (content.kind === 'text') units += content.text.length
    return [[path, content] as const]
  })
}

/** The first line of a text that names it, if any. */
function finder(
  { table, column, model, ambiguous }: Dropped,
  side: Side,
): (path: string, text: string) => number | undefined {
  if (column === undefined) {
    const use = tableUse(table)
    return (_, text) =>
      lineOf(text, [...text.matchAll(use)].find((match) => !inComment(text, match.index))?.index)
  }
  // What is gone in the head was the column, however it was spelled; what is still there may be something else of that name.
  const columns = wordOf(side === 'base' ? spellings(column) : [column])
  const called = [table, singular(table), ...(model === undefined ? [] : [model])]
  const tables = wordOf([...new Set(called.flatMap((name) => spellings(name)))])
  const own = new RegExp(
    `(?:^|/)(?:${[table, singular(table)].flatMap((name) => spellings(name)).join('|')})\\.\\w+$`,
    'i',
  )
  const qualified = new RegExp(`\\b${table}["\`]?(?:\\.|::)["\`]?${column}\\b`, 'i')
  // One word is everywhere: it must be the table's column and nobody else's.
  const isOwn = (path: string): boolean => own.test(path) && (side === 'base' || LIKELY.test(path))
  const isRare = /[a-z0-9][_A-Z]/.test(column) && !ambiguous && side === 'base'
  return (path, text) => {
    const exact = qualified.exec(text)
    if (exact && !inComment(text, exact.index)) return lineOf(text, exact.index)
    if (!isRare && !isOwn(path)) return undefined
    if (!isOwn(path) && text.search(tables) < 0) return undefined
    const found = [...text.matchAll(columns)].find(
      ({ index }) => !inComment(text, index) && !isComputed(text, index) && !isIgnored(text, index),
    )
    return lineOf(text, found?.index)
  }
}

/** Whether what stands before it on its line begins a comment. */
function inComment(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at)
  return /^\s*(?:\/\/|#|--|\*|\/\*)|\s(?:\/\/|#|--)\s/.test(line)
}

/** A field of the same name that an attribute above it takes from somewhere else. */
function isComputed(text: string, at: number): boolean {
  const above = text
    .slice(Math.max(0, at - 300), at)
    .split('\n')
    .slice(-4)
    .join('\n')
  return /select_expression|@Formula|@Transient|#\[(?:diesel\(embed|serde\(skip)|NotMapped|column_name|gorm:"-"/.test(
    above,
  )
}

/** In the list of columns that a Rails model was told not to load: the opposite of a use. */
function isIgnored(text: string, at: number): boolean {
  return /\bignored_columns\s*\+?=\s*(?:%[wi])?[[({][^\])}]*$/.test(text.slice(Math.max(0, at - 2000), at))
}

function lineOf(text: string, at: number | undefined): number | undefined {
  return at === undefined ? undefined : text.slice(0, at).split('\n').length
}
