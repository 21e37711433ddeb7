import type { IndexFacts } from '../../../src/parse/migrations/index.ts'
import { defineHazard } from '../hazards/define.ts'
import { indexed } from '../hazards/words.ts'

export default defineHazard({
  title: 'Index that another one already covers',
  level: 'note',
  status: 'preview',
  dialects: ['postgresql'],
  ways: ['up'],
  kinds: ['create-index'],
  judge({ index }, { schema, operations }) {
    if (index.unique || index.where !== undefined || (index.method ?? 'btree') !== 'btree') return undefined
    const table = schema.table(index.table)
    const other = table?.indexes.find((one) => covers(one, index))
    if (!other) return undefined
    // Replaced within the migration.
    const dropped = operations.some(
      (one) => one.kind === 'drop-index' && one.name !== undefined && one.name === other.name,
    )
    if (dropped) return undefined
    return {
      message: `The index on ${indexed(index)} is covered by ${other.name ?? 'the one'} on ${indexed(other)}, which begins with the same columns: every write pays for both.`,
      fix: 'Leave it out, unless a query was measured that needs the smaller one.',
      subject: `index ${index.name ?? ''} on ${indexed(index)}`,
    }
  },
})

function covers(one: IndexFacts, index: IndexFacts): boolean {
  return (
    one.where === undefined &&
    (one.method ?? 'btree') === 'btree' &&
    one.columns.length >= index.columns.length &&
    index.columns.every((column, i) => column === one.columns[i] && !column.startsWith('('))
  )
}
