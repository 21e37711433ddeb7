import type { Effect, Operation, Part } from '../../../src/parse/migrations/index.ts'

/** What effects say in words, as the adapters write them, and the operation that it is; the rest matters to no object. */
const WORDS: readonly [form: RegExp, make: (a: string, b: string, c: string) => Bare][] = [
  [/^creates table (\S+)$/, (table) => ({ kind: 'create-table', table, columns: [], constraints: [] })],
  [
    /^creates temporary table (\S+)$/,
    (table) => ({ kind: 'create-table', table, columns: [], constraints: [], temporary: true }),
  ],
  [/^drops table (\S+)$/, (table) => ({ kind: 'drop-table', table })],
  [/^renames table (\S+) to (\S+)$/, (table, to) => ({ kind: 'rename-table', table, to })],
  [/^adds column (\S+)\.([^\s.]+)$/, (table, name) => ({ kind: 'add-column', table, column: { name } })],
  [/^drops column (\S+)\.([^\s.]+)$/, (table, column) => ({ kind: 'drop-column', table, column })],
  [
    /^renames column (\S+)\.([^\s.]+) to (\S+)$/,
    (table, column, to) => ({ kind: 'rename-column', table, column, to }),
  ],
  [/^creates view (\S+)$/, (view) => ({ kind: 'create-view', view, replace: true })],
]
/** What makes and takes away none of them. */
const BESIDE =
  /^(?:(?:adds|creates|drops|renames|removes) (?:an? |the |(?:not null |primary |foreign |unique |check |a check )*)?(?:unique |foreign |primary |check )?(?:index|key|constraint|comment)\b|(?:changes|alters) (?:column|the default|whether|a comment)|(?:inserts|updates|deletes|replaces) rows)/

type Bare = Operation extends infer One
  ? One extends Operation
    ? Omit<One, 'path' | 'region' | 'text'>
    : never
  : never

/** What a part does as structure; from the words of its effects where that says more. */
export function operationsOf(part: Part): readonly Operation[] {
  const { operations, effects } = part
  if (operations && !operations.some(({ kind }) => kind === 'other')) return operations
  return effects.map((effect) => fromWords(effect, part))
}

function fromWords({ what, kind }: Effect, { path, region }: Part): Operation {
  const { startLine } = region
  const place = { path, region: { startLine, endLine: startLine }, text: what }
  for (const [form, make] of WORDS) {
    const [, a = '', b = '', c = ''] = form.exec(what) ?? []
    if (a !== '') return { ...make(a, b, c), ...place }
  }
  if (BESIDE.test(what) || (kind === 'data' && !/^(?:runs|calls)/.test(what)))
    return { kind: 'alter-table', table: '', what, ...place }
  return { kind: 'other', what, ...place }
}
