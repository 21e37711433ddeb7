import type { ColumnDef, Constraint, Node } from 'libpg-query'
import { nameParts, tableName } from '../../../sql/names.ts'
import type { ColumnFacts, ConstraintFacts } from '../../operation.ts'
import { bracketed } from '../pieces.ts'
import { isSerial, isVolatile, typeOf } from './types.ts'

/** @param text the column as written, from its name on */
export function columnOf(column: ColumnDef, text: string): ColumnFacts {
  const facts: ColumnFacts = { name: column.colname ?? '', ...typeOf(column.typeName) }
  if (facts.type !== undefined && isSerial(facts.type)) {
    facts.identity = true
    facts.notNull = true
  }
  for (const node of column.constraints ?? []) {
    if ('Constraint' in node) addConstraint(facts, node.Constraint, text)
  }
  return facts
}

function addConstraint(facts: ColumnFacts, constraint: Constraint, text: string): void {
  switch (constraint.contype) {
    case 'CONSTR_NOTNULL':
      facts.notNull = true
      break
    case 'CONSTR_DEFAULT':
      // `DEFAULT NULL` is none.
      if (constraint.raw_expr && !isNull(constraint.raw_expr)) {
        facts.default = { text: defaultText(text), volatile: isVolatile(constraint.raw_expr) }
      }
      break
    case 'CONSTR_IDENTITY':
      facts.identity = true
      facts.notNull = true
      break
    case 'CONSTR_GENERATED':
      // PostgreSQL 18 knows virtual columns; what is not said to be STORED is one.
      facts.generated = constraint.generated_kind === 'v' ? 'virtual' : 'stored'
      break
    case 'CONSTR_PRIMARY':
      facts.primaryKey = true
      facts.notNull = true
      break
    case 'CONSTR_UNIQUE':
      facts.unique = true
      break
    case 'CONSTR_CHECK':
      facts.check = checkText(text)
      break
    case 'CONSTR_FOREIGN':
      facts.references = referencesOf(constraint)
      break
    default:
  }
}

export function isNull(node: Node): boolean {
  if ('TypeCast' in node) return node.TypeCast.arg !== undefined && isNull(node.TypeCast.arg)
  return 'A_Const' in node && node.A_Const.isnull === true
}

/** @param text the constraint as written */
export function constraintOf(constraint: Constraint, text: string): ConstraintFacts | undefined {
  const kind = KINDS[constraint.contype ?? '']
  if (!kind) return undefined
  const keys = constraint.contype === 'CONSTR_FOREIGN' ? constraint.fk_attrs : constraint.keys
  return {
    kind,
    columns: (keys ?? []).flatMap((key) => nameParts(key)),
    ...(constraint.conname !== undefined && { name: constraint.conname }),
    ...(kind === 'foreign-key' && { references: referencesOf(constraint) }),
    ...(kind === 'check' && { expression: checkText(text) }),
    ...((constraint.skip_validation || constraint.is_enforced === false) && isUnchecked(constraint)),
    ...(constraint.indexname !== undefined && { usingIndex: constraint.indexname }),
  }
}

/** The parser leaves `is_enforced` out where it is false and where it has no meaning. */
function isUnchecked({ contype, skip_validation }: Constraint): { notValid?: boolean } {
  return skip_validation && ['CONSTR_FOREIGN', 'CONSTR_CHECK', 'CONSTR_NOTNULL'].includes(contype ?? '')
    ? { notValid: true }
    : {}
}

const KINDS: Readonly<Record<string, ConstraintFacts['kind']>> = {
  CONSTR_PRIMARY: 'primary-key',
  CONSTR_UNIQUE: 'unique',
  CONSTR_FOREIGN: 'foreign-key',
  CONSTR_CHECK: 'check',
  CONSTR_EXCLUSION: 'exclude',
  CONSTR_NOTNULL: 'not-null',
}

function referencesOf({ pktable, pk_attrs }: Constraint): { table: string; columns: string[] } {
  return { table: tableName(pktable), columns: (pk_attrs ?? []).flatMap((key) => nameParts(key)) }
}

function checkText(text: string): string {
  const at = /\bcheck\s*\(/i.exec(text)?.index
  const inside = at === undefined ? undefined : bracketed(text, at)
  return inside ? text.slice(inside.start, inside.end).trim() : ''
}

/** What is written after DEFAULT, up to what can only follow an expression. */
export function defaultText(text: string): string {
  const written = /\bdefault\s+([\s\S]*)$/i.exec(text)?.[1] ?? ''
  const end =
    /\s(?:not\s+null|null|primary\s+key|unique|references|check\s*\(|constraint|generated|collate)\b/i
  return (written.split(end)[0] ?? '').trim().slice(0, 200)
}
