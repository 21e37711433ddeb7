import { defineHazard } from '../hazards/define.ts'
import { newColumns } from '../hazards/new-columns.ts'

const NARROW = new Set(['int4', 'int2', 'serial', 'serial4', 'smallserial', 'serial2'])

export default defineHazard({
  title: 'Primary key of 32 bits',
  level: 'note',
  status: 'preview',
  dialects: ['postgresql'],
  ways: ['up'],
  kinds: ['create-table'],
  judge(operation) {
    const key = operation.constraints.find(({ kind }) => kind === 'primary-key')?.columns
    return newColumns(operation).flatMap(({ table, column }) => {
      const isKey = column.primaryKey || (key?.length === 1 && key[0] === column.name)
      // A key that refers to another one has that one's type.
      if (!isKey || column.references || column.type === undefined || !NARROW.has(column.type)) return []
      return [
        {
          message: `${table}.${column.name} is ${column.type}: the numbers end at ${column.type.includes('2') || column.type.startsWith('small') ? '32,767' : '2,147,483,647'}, and to widen a primary key later takes a rewrite of the table and of all that refer to it.`,
          fix: 'Use bigint (GENERATED ALWAYS AS IDENTITY) or uuid.',
          subject: `key ${table}.${column.name}`,
          ...(column.region && { region: column.region }),
        },
      ]
    })
  },
})
