import { expect, test } from 'vitest'
import type { Operation, Part } from '../../../src/parse/migrations/index.ts'
import { mismatches } from './mirror.ts'

type Bare = Operation extends infer One
  ? One extends Operation
    ? Omit<One, 'path' | 'region' | 'text'>
    : never
  : never

function part(operations: readonly Bare[]): Part {
  const region = { startLine: 1, endLine: 1 }
  const all = operations.map((one) => ({ ...one, path: 'm.rb', region, text: '' }))
  return { path: 'm.rb', region, effects: [], code: '', operations: all }
}

const table = (name: string, more = {}): Bare => ({
  kind: 'create-table',
  table: name,
  columns: [],
  constraints: [],
  ...more,
})
const dropTable = (name: string, more = {}): Bare => ({ kind: 'drop-table', table: name, ...more })
const column = (name: string, of = 'users'): Bare => ({ kind: 'add-column', table: of, column: { name } })
const dropColumn = (name: string, of = 'users'): Bare => ({ kind: 'drop-column', table: of, column: name })

const renameColumn = (name: string, to: string): Bare => ({
  kind: 'rename-column',
  table: 'users',
  column: name,
  to,
})

test.each<[string, Bare[], Bare[], string[]]>([
  ['a table is left', [table('a'), table('b')], [dropTable('a')], ['left-over table b']],
  ['a column is left', [column('a'), column('b')], [dropColumn('b')], ['left-over column users.a']],
  ['a column goes with its table', [table('a'), column('x', 'a')], [dropTable('a')], []],
  ['schemas do not matter', [table('app.a')], [dropTable('a')], []],
  [
    'dropped and not brought back',
    [dropColumn('a'), column('b')],
    [dropColumn('b')],
    ['not-restored column users.a'],
  ],
  ['dropped and brought back', [dropTable('a')], [table('a')], []],
  [
    'a new column takes the place and the name of the old one, both ways',
    [column('b'), dropColumn('a'), renameColumn('b', 'a')],
    [column('c'), dropColumn('a'), renameColumn('c', 'a')],
    [],
  ],
  ['the columns of what comes back', [dropColumn('x', 'a')], [dropTable('a'), table('a')], []],
  [
    'a table that was made and dropped again',
    [table('tmp'), column('a'), dropTable('tmp')],
    [dropColumn('a')],
    [],
  ],
  ['made under a condition', [table('a', { ifNotExists: true }), column('b')], [dropColumn('b')], []],
  [
    'a slip',
    [column('region')],
    [dropColumn('regoin')],
    ['left-over column users.region', 'not-made column users.regoin'],
  ],
  ['the wrong table', [table('a')], [dropTable('a'), dropTable('b')], ['not-made table b']],
  [
    'renamed and back',
    [{ kind: 'rename-table', table: 'a', to: 'b' }],
    [{ kind: 'rename-table', table: 'b', to: 'a' }],
    [],
  ],
  [
    'renamed and not back',
    [{ kind: 'rename-column', table: 't', column: 'a', to: 'b' }, column('x')],
    [dropColumn('x')],
    ['not-renamed-back column t.a'],
  ],
  ['replaced', [dropColumn('a'), column('a')], [dropColumn('a'), column('a')], []],
  ['made, and renamed', [table('a'), { kind: 'rename-table', table: 'a', to: 'b' }], [dropTable('b')], []],
  [
    'a whole schema goes',
    [table('s.a'), table('s.b')],
    [{ kind: 'drop-schema', name: 's', cascade: true }],
    [],
  ],
  [
    'renamed with its table',
    [
      { kind: 'rename-table', table: 'a', to: 'b' },
      { kind: 'rename-column', table: 'b', column: 'x', to: 'y' },
    ],
    [
      { kind: 'rename-column', table: 'b', column: 'y', to: 'x' },
      { kind: 'rename-table', table: 'b', to: 'a' },
    ],
    [],
  ],
  ['temporary tables', [table('t', { temporary: true }), table('tmp_u'), column('a')], [dropColumn('a')], []],
  ['code may do anything', [table('a'), table('b')], [dropTable('a'), { kind: 'code', what: 'calls x' }], []],
  ['nothing is read', [table('a')], [], []],
])('%s', (_name, up, down, expected) => {
  expect(mismatches(part(up), part(down)).map(({ kind, what }) => `${kind} ${what}`)).toEqual(expected)
})
