import { defineHazard } from '../hazards/define.ts'
import { COLUMN_KINDS, newColumns } from '../hazards/new-columns.ts'

export default defineHazard({
  title: 'varchar(n) where text serves better',
  level: 'note',
  status: 'preview',
  dialects: ['postgresql'],
  ways: ['up'],
  kinds: COLUMN_KINDS,
  judge: (operation) =>
    newColumns(operation).flatMap(({ table, column }) => {
      if (column.type !== 'varchar' || !column.typeText?.includes('(')) return []
      const name = `${table}.${column.name}`
      return [
        {
          message: `${name} is ${column.typeText}: it takes the space of text, and to shorten it later takes a rewrite under an ACCESS EXCLUSIVE lock.`,
          fix: 'Use text, and a CHECK on its length where the limit means something: a check can be changed without a rewrite.',
          subject: `column ${name}`,
          ...(column.region && { region: column.region }),
        },
      ]
    }),
})
