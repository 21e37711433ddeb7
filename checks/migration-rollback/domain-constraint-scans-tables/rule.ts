import { defineHazard } from '../hazards/define.ts'

export default defineHazard({
  title: 'Constraint on a domain that scans every table with it',
  level: 'warning',
  status: 'stable',
  dialects: ['postgresql'],
  kinds: ['add-domain-constraint'],
  judge({ type, notValid }, { operations, opaque, index }) {
    if (notValid) return undefined
    const made = [...opaque, ...operations.slice(0, index)].some(
      (one) => one.kind === 'create-domain' && one.type === type,
    )
    if (made) return undefined
    return {
      message: `Every table with a column of domain ${type} is read from end to end under a SHARE lock: writes to all of them wait that long.`,
      fix: 'Add the constraint with NOT VALID, and run ALTER DOMAIN … VALIDATE CONSTRAINT in a later migration.',
      subject: `constraint on domain ${type}`,
    }
  },
})
