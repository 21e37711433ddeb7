import { defineHazard } from '../hazards/define.ts'
import { indexed } from '../hazards/words.ts'

/** Columns above which an index rarely pays (https://github.com/ankane/strong_migrations#best-practices). */
const FEW = 3

export default defineHazard({
  title: 'Index on many columns',
  level: 'note',
  status: 'preview',
  dialects: ['postgresql', 'mysql'],
  ways: ['up'],
  kinds: ['create-index'],
  judge({ index }) {
    if (index.unique || index.columns.length <= FEW || (index.method ?? 'btree') !== 'btree') return undefined
    return {
      message: `The index on ${indexed(index)} has ${String(index.columns.length)} columns: the first ones narrow a search down, the others are rarely worth what each write pays for them.`,
      fix: 'Begin with the columns that narrow the result down the most and leave the others out, unless a query was measured that needs them.',
      subject: `index ${index.name ?? ''} on ${indexed(index)}`,
    }
  },
})
