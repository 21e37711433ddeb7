import type { PlaybookKind } from './playbook.ts'

type Ways = Readonly<Partial<Record<PlaybookKind | 'drop-index', string>>>

/**
 * How a framework's own commands take the safe way on PostgreSQL, by its documentation: the steps in SQL are what they come
 * to. Django: ref/contrib/postgres/operations and ref/migration-operations; Alembic: its ops and dialect arguments; Rails: SchemaStatements.
 */
const WAYS: Readonly<Record<string, Ways>> = {
  django: {
    'create-index':
      'In Django: `AddIndexConcurrently` in a migration of its own with `atomic = False`; a field brings none with `db_index=False`.',
    'drop-index': 'In Django: `RemoveIndexConcurrently` in a migration of its own with `atomic = False`.',
    'add-check': 'In Django: `AddConstraintNotValid`, and `ValidateConstraint` in the next migration.',
    'set-not-null':
      'In Django: `AddConstraintNotValid` with `Q(field__isnull=False)`, `ValidateConstraint` in the next migration, and `AlterField` after it.',
    'add-foreign-key':
      'In Django: the field with `db_constraint=False`, then the constraint in `RunSQL`, and the field without that in the state alone (`SeparateDatabaseAndState`).',
    'add-unique':
      'In Django: the index and the constraint in `RunSQL`, and `AddConstraint` in the state alone (`SeparateDatabaseAndState`).',
    'rename-column': 'In Django: rename the field alone, with `db_column` for the old name.',
    'rename-table': 'In Django: rename the model alone, with `db_table` for the old name.',
    'drop-column':
      'In Django: take the field out of the state alone first (`SeparateDatabaseAndState`), where it is nullable or has a `db_default`, and drop the column with the next deployment.',
  },
  alembic: {
    'create-index':
      'In Alembic: `op.create_index(…, postgresql_concurrently=True)` inside of `with op.get_context().autocommit_block():`.',
    'drop-index':
      'In Alembic: `op.drop_index(…, postgresql_concurrently=True)` inside of `with op.get_context().autocommit_block():`.',
    'add-check':
      'In Alembic: `postgresql_not_valid=True`, and `VALIDATE CONSTRAINT` by `op.execute` in the next revision.',
    'add-foreign-key':
      'In Alembic: `postgresql_not_valid=True`, and `VALIDATE CONSTRAINT` by `op.execute` in the next revision.',
  },
  rails: {
    'create-index': 'In Rails: `algorithm: :concurrently` with `disable_ddl_transaction!`.',
    'drop-index': 'In Rails: `algorithm: :concurrently` with `disable_ddl_transaction!`.',
    'add-check': 'In Rails: `validate: false`, and `validate_check_constraint` in the next migration.',
    'add-foreign-key': 'In Rails: `validate: false`, and `validate_foreign_key` in the next migration.',
  },
}

/** The steps of a playbook with the framework's own words for them, where it has any, at the end of their prose. */
export function inFramework(framework: string, kind: keyof Ways, steps: string): string {
  const way = Object.hasOwn(WAYS, framework) ? WAYS[framework]?.[kind] : undefined
  if (way === undefined) return steps
  const at = steps.indexOf('\n\n')
  const prose = at < 0 ? steps : steps.slice(0, at)
  return `${prose === '' ? way : `${prose} ${way}`}${at < 0 ? '' : steps.slice(at)}`
}
