import { defineHazard } from '../hazards/define.ts'

export default defineHazard({
  title: 'Domain with a constraint',
  level: 'note',
  status: 'preview',
  dialects: ['postgresql'],
  ways: ['up'],
  kinds: ['create-domain'],
  judge({ type, checked }) {
    if (!checked) return undefined
    return {
      message: `Domain ${type} has a constraint: to change it later, every table with a column of it is read under a lock, all in one statement.`,
      fix: 'Put the CHECK on the columns that need it: there it can be added with NOT VALID and validated table by table.',
      subject: `domain ${type}`,
    }
  },
})
