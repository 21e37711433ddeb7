/** Something that has to be done to bring the schema back. */
export interface Action {
  /** Where it stands if nothing else decides: small numbers first. */
  rank: number
  /** Statements without semicolon; the first way that PostgreSQL accepts is taken. */
  ways: readonly (readonly string[])[]
  /** What it does not bring back, in words. */
  note?: string
}

/** What goes before what, where PostgreSQL would allow either. Renames part what has new names from what has the old ones. */
export const RANK = {
  dropGrant: 1,
  dropDependent: 2,
  dropView: 3,
  dropForeignKey: 4,
  dropIndex: 5,
  dropConstraint: 6,
  dropColumn: 7,
  dropTable: 8,
  dropRoutine: 9,
  dropType: 10,
  dropSchema: 11,
  rename: 20,
  schema: 30,
  type: 31,
  sequence: 32,
  routine: 33,
  table: 34,
  column: 35,
  alter: 36,
  constraint: 37,
  foreignKey: 38,
  index: 39,
  view: 40,
  dependent: 41,
  comment: 42,
  grant: 43,
} as const
