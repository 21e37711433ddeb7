import { defineHazard } from '../hazards/define.ts'
import { existingTable, isExisting } from '../hazards/moment.ts'
import { typeChangeCost } from '../hazards/type-change.ts'
import { playbook } from '../playbook/playbook.ts'

export default defineHazard({
  title: 'Change of type that rewrites the table',
  level: 'warning',
  status: 'stable',
  dialects: ['postgresql'],
  kinds: ['change-type'],
  judge({ table, column, to, using }, moment) {
    if (!isExisting(moment, table)) return undefined
    const from = existingTable(moment, table)?.columns.get(column)
    const cost = typeChangeCost(from, to, using)
    if (cost === 'none' || cost === 'unknown') return undefined
    const utc = moment.operations
      .slice(0, moment.index)
      .some(
        (one) =>
          one.kind === 'set' && /^time ?zone$/.test(one.name) && /^(?:utc|etc\/utc|gmt)$/i.test(one.value),
      )
    if (cost === 'unless-utc' && utc && moment.version >= 12) return undefined
    const change = `${from?.typeText === undefined ? '' : `from ${from.typeText} `}to ${to.typeText ?? to.type ?? 'another type'}`
    const unless = cost === 'unless-utc' ? ', unless the session runs in UTC,' : ''
    return {
      message: `Changing ${table}.${column} ${change} writes the whole table and its indexes anew${unless} under an ACCESS EXCLUSIVE lock: reads and writes wait that long, and the running version meets the new type unprepared.`,
      fix: playbook('change-type', {
        table,
        column,
        ...(to.typeText !== undefined && { type: to.typeText }),
        ...(using !== undefined && { using }),
      }),
      subject: `type of ${table}.${column}`,
      ...(cost === 'unless-utc' && { level: 'note' }),
      table,
    }
  },
})
