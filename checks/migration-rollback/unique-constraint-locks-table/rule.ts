import type { ConstraintFacts } from '../../../src/parse/migrations/index.ts'
import { defineHazard } from '../hazards/define.ts'
import { isExisting } from '../hazards/moment.ts'
import { constraintsOf } from '../hazards/schema.ts'
import { inFramework } from '../playbook/in-framework.ts'
import { playbook } from '../playbook/playbook.ts'

const WORDS: Partial<Record<ConstraintFacts['kind'], string>> = {
  'primary-key': 'PRIMARY KEY',
  unique: 'UNIQUE constraint',
  exclude: 'EXCLUDE constraint',
}

export default defineHazard({
  title: 'Key whose index is built under a lock',
  level: 'warning',
  status: 'stable',
  dialects: ['postgresql'],
  kinds: ['add-constraint', 'add-column'],
  judge(operation, moment) {
    const { table } = operation
    if (!isExisting(moment, table)) return undefined
    if (operation.kind === 'add-column' && (operation.column.identity || operation.column.default?.volatile))
      // Written anew as a whole: said by another rule.
      return undefined
    const constraints =
      operation.kind === 'add-column' ? constraintsOf(operation.column) : [operation.constraint]
    const constraint = constraints.find(({ kind, usingIndex }) => WORDS[kind] && usingIndex === undefined)
    const word = constraint && WORDS[constraint.kind]
    if (!word) return undefined
    // A NOT NULL column without a default fails anyhow.
    if (operation.kind === 'add-column' && operation.column.notNull && !operation.column.default)
      return undefined
    const fix =
      constraint.kind === 'exclude'
        ? 'There is no way to build it beside running writes: do it while the table is small, or in a maintenance window.'
        : constraint.kind === 'unique' && operation.kind === 'add-constraint'
          ? inFramework(moment.step.framework, 'add-unique', playbook('add-unique', { ...constraint, table }))
          : 'Build it with CREATE UNIQUE INDEX CONCURRENTLY in a migration of its own, then ADD CONSTRAINT … USING INDEX, which takes no time.'
    return {
      message: `The ${word} on ${table} (${constraint.columns.join(', ')}) builds its index under an ACCESS EXCLUSIVE lock: reads and writes wait that long.`,
      fix,
      subject: `${word.toLowerCase()} ${constraint.name ?? ''} on ${table}(${constraint.columns.join(',')})`,
      table,
    }
  },
})
