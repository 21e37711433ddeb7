import { defineHazard } from '../hazards/define.ts'
import { isExisting, sameTransaction } from '../hazards/moment.ts'

export default defineHazard({
  title: 'Constraint validated in the transaction that adds it',
  level: 'warning',
  status: 'stable',
  dialects: ['postgresql'],
  kinds: ['validate-constraint'],
  judge({ table, name }, moment) {
    if (!isExisting(moment, table)) return undefined
    const added = sameTransaction(moment).some(
      (one) =>
        one.kind === 'add-constraint' &&
        one.table === table &&
        // Frameworks name a foreign key by the table that it leads to.
        (one.constraint.name ?? one.constraint.references?.table) === name,
    )
    if (!added) return undefined
    return {
      message: `${name} is validated in the transaction that adds it: the lock that adding takes on ${table} is held during the whole scan, which is what NOT VALID was to avoid.`,
      fix: 'Move VALIDATE CONSTRAINT into a migration (a transaction) of its own.',
      subject: `validate ${name} on ${table}`,
      table,
    }
  },
})
