import { type Action, RANK } from './action.ts'
import type { Thing } from './catalogue.ts'
import { createOf, enabled, labels, text } from './create.ts'

const NONE: ReadonlyMap<string, Thing> = new Map()

/** How an object that is still there becomes what it was. Empty where nothing is known to be different. */
export function alterOf(was: Thing, is: Thing): Action[] {
  const actions: Action[] = []
  const renamed = was.name !== is.name || (was.kind === 'index' && was.facts['bare'] !== is.facts['bare'])
  if (renamed) actions.push(...rename(was, is))
  if (JSON.stringify(comparable(was)) === JSON.stringify(comparable(is))) return actions
  switch (was.kind) {
    case 'column':
      actions.push(...alterColumn(was, is))
      break
    case 'table':
      actions.push(...alterTable(was, is))
      break
    case 'enum':
      actions.push(...alterEnum(was, is))
      break
    case 'routine':
    case 'view':
      actions.push(...replace(was))
      break
    case 'comment': {
      const action = createOf(was, NONE)
      if (action) actions.push(action)
      break
    }
    case 'trigger':
      actions.push(...alterTrigger(was, is))
      break
    default:
      actions.push(...again(was))
  }
  return actions
}

/** Parts that a rename of the object or its table changes by itself are left out. */
function comparable({ name, facts }: Thing): unknown {
  const {
    table: _table,
    bare: _bare,
    schema: _schema,
    users: _users,
    serial: _serial,
    owner: _owner,
    number: _number,
    zero: _zero,
    unique: _unique,
    columns: _columns,
    ...rest
  } = facts
  if (typeof rest.def === 'string' && facts.table !== undefined)
    rest.def = rest.def.replaceAll(name, '').replaceAll(facts.table ?? '', '')
  return rest
}

const WORDS: Readonly<Record<string, string>> = {
  schema: 'SCHEMA',
  enum: 'TYPE',
  'composite type': 'TYPE',
  domain: 'DOMAIN',
  sequence: 'SEQUENCE',
  table: 'TABLE',
  view: 'VIEW',
  'materialized view': 'MATERIALIZED VIEW',
  index: 'INDEX',
}

function rename(was: Thing, is: Thing): Action[] {
  const old = bareOf(was)
  const one = (statement: string): Action[] => [{ rank: RANK.rename, ways: [[statement]] }]
  // The table has its old name back by then, or never had another.
  const table = was.facts.table ?? ''
  if (was.kind === 'column')
    return [{ rank: RANK.rename + 2, ways: [[`ALTER TABLE ${table} RENAME COLUMN ${is.name} TO ${old}`]] }]
  if (was.kind === 'constraint')
    return [
      { rank: RANK.rename + 2, ways: [[`ALTER TABLE ${table} RENAME CONSTRAINT ${is.name} TO ${old}`]] },
    ]
  if (was.kind === 'trigger' || was.kind === 'policy')
    return [
      {
        rank: RANK.rename + 2,
        ways: [[`ALTER ${was.kind.toUpperCase()} ${is.name} ON ${table} RENAME TO ${old}`]],
      },
    ]
  const word = WORDS[was.kind]
  if (word === undefined) return []
  const [from, to] = [schemaOf(is), schemaOf(was)]
  if (from !== to) {
    return [
      ...one(`ALTER ${word} ${is.name} SET SCHEMA ${to || 'public'}`),
      ...(bareOf(is) === old
        ? []
        : [
            {
              rank: RANK.rename + 1,
              ways: [[`ALTER ${word} ${to ? `${to}.` : ''}${bareOf(is)} RENAME TO ${old}`]],
            },
          ]),
    ]
  }
  return one(`ALTER ${word} ${is.name} RENAME TO ${old}`)
}

function alterColumn(was: Thing, is: Thing): Action[] {
  const alter = `ALTER TABLE ${was.facts.table ?? ''} ALTER COLUMN ${was.name} `
  const differs = (key: string): boolean => was.facts[key] !== is.facts[key]
  const statements: string[] = []
  const type = text(was.facts, 'type') ?? ''
  const [own, other] = [text(was.facts, 'default'), text(is.facts, 'default')]
  const converts = differs('type') || differs('collation')
  if (differs('generated')) {
    if (was.facts['generated']) return []
    statements.push(`${alter}DROP EXPRESSION`)
  }
  if (other !== undefined && (converts || own === undefined)) statements.push(`${alter}DROP DEFAULT`)
  if (differs('identity') && is.facts['identity']) statements.push(`${alter}DROP IDENTITY`)
  const statementsAfter: string[] = []
  if (own !== undefined && (own !== other || converts)) statementsAfter.push(`${alter}SET DEFAULT ${own}`)
  if (differs('required'))
    statementsAfter.push(`${alter}${was.facts['required'] === true ? 'SET' : 'DROP'} NOT NULL`)
  if (differs('identity') && was.facts['identity'])
    statementsAfter.push(`${alter}ADD GENERATED ${text(was.facts, 'identity') ?? ''} AS IDENTITY`)
  if (differs('statistics'))
    statementsAfter.push(`${alter}SET STATISTICS ${Number(was.facts['statistics'] ?? -1)}`)
  const collate = was.facts['collation'] ? ` COLLATE ${text(was.facts, 'collation') ?? ''}` : ''
  const conversions = converts
    ? [
        `${alter}TYPE ${type}${collate}`,
        `${alter}TYPE ${type}${collate} USING ${was.name}::${type}`,
        `${alter}TYPE ${type}${collate} USING ${was.name}::text::${type}`,
      ]
    : [undefined]
  return [
    {
      rank: RANK.alter,
      ways: conversions.map((one) => [
        ...statements,
        ...(one === undefined ? [] : [one]),
        ...statementsAfter,
      ]),
    },
  ]
}

function alterTable({ name, facts: was }: Thing, { facts: is }: Thing): Action[] {
  const statements: string[] = []
  const toggled = (key: string, on: string, off: string): void => {
    if (was[key] !== is[key]) statements.push(`ALTER TABLE ${name} ${was[key] === true ? on : off}`)
  }
  toggled('unlogged', 'SET UNLOGGED', 'SET LOGGED')
  toggled('rls', 'ENABLE ROW LEVEL SECURITY', 'DISABLE ROW LEVEL SECURITY')
  toggled('force', 'FORCE ROW LEVEL SECURITY', 'NO FORCE ROW LEVEL SECURITY')
  if (was['identity'] !== is['identity'] && (was['identity'] === 'd' || was['identity'] === 'f'))
    statements.push(`ALTER TABLE ${name} REPLICA IDENTITY ${was['identity'] === 'f' ? 'FULL' : 'DEFAULT'}`)
  if (was['options'] !== is['options']) {
    const kept = text(was, 'options')
    const added = (text(is, 'options') ?? '').split(', ').map((one) => one.replace(/=.*/s, ''))
    const names = added.filter(
      (one) => one !== '' && !(kept ?? '').split(', ').some((other) => other.startsWith(`${one}=`)),
    )
    if (names.length > 0) statements.push(`ALTER TABLE ${name} RESET (${names.join(', ')})`)
    if (kept !== undefined) statements.push(`ALTER TABLE ${name} SET (${kept})`)
  }
  return statements.length > 0 ? [{ rank: RANK.alter, ways: [statements] }] : []
}

/** A value cannot be dropped: the type is made again under its columns. */
function alterEnum(was: Thing, is: Thing): Action[] {
  const [old, now] = [was.facts['labels'], is.facts['labels']] as [string, string][][]
  if (!old || !now) return []
  const renames = old.flatMap(([id, label]) => {
    const other = now.find(([same]) => same === id)?.[1]
    return other === undefined || other === label
      ? []
      : [`ALTER TYPE ${was.name} RENAME VALUE ${quote(other)} TO ${quote(label)}`]
  })
  if (renames.length > 0 && old.length === now.length) return [{ rank: RANK.alter, ways: [renames] }]
  const other = `${bareOf(was).replaceAll('"', '')}_old`
  const quoted = /^[a-z_]\w*$/.test(other) ? other : `"${other}"`
  const users = (was.facts['users'] ?? []) as { table: string; column: string; default: string | null }[]
  const full = schemaOf(was) ? `${schemaOf(was)}.${quoted}` : quoted
  const statements = [
    `ALTER TYPE ${was.name} RENAME TO ${quoted}`,
    `CREATE TYPE ${was.name} AS ENUM (${labels(was.facts)})`,
    ...users.flatMap(({ table, column, default: own }) => [
      ...(own === null ? [] : [`ALTER TABLE ${table} ALTER COLUMN ${column} DROP DEFAULT`]),
      `ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${was.name} USING ${column}::text::${was.name}`,
      ...(own === null ? [] : [`ALTER TABLE ${table} ALTER COLUMN ${column} SET DEFAULT ${own}`]),
    ]),
    `DROP TYPE ${full}`,
  ]
  return [
    {
      rank: RANK.alter,
      ways: [statements],
      note: `fails where rows hold ${now
        .filter(([, label]) => !old.some(([, one]) => one === label))
        .map(([, label]) => quote(label))
        .join(', ')}: change those first`,
    },
  ]
}

function replace(was: Thing): Action[] {
  const plain = createOf(was, NONE)
  const [[statement = ''] = []] = plain?.ways ?? []
  const drop = was.kind === 'view' ? `DROP VIEW ${was.name}` : `DROP ${String(was.facts['word'])} ${was.name}`
  const orReplace = statement.replace(/^CREATE VIEW /, 'CREATE OR REPLACE VIEW ')
  return [{ rank: was.kind === 'view' ? RANK.view : RANK.routine, ways: [[orReplace], [drop, statement]] }]
}

function alterTrigger(was: Thing, is: Thing): Action[] {
  if (was.facts.def !== is.facts.def) return again(was)
  const how = enabled(was)
  return [
    {
      rank: RANK.dependent,
      ways: [how.length > 0 ? how : [`ALTER TABLE ${was.facts.table ?? ''} ENABLE TRIGGER ${was.name}`]],
    },
  ]
}

/** Dropped under its old name, which it has again by then, and made as it was. */
function again(was: Thing): Action[] {
  const created = createOf(was, NONE)
  const [statements = []] = created?.ways ?? []
  const table = was.facts.table ?? ''
  const drop =
    was.kind === 'constraint'
      ? `ALTER TABLE ${table} DROP CONSTRAINT ${was.name}`
      : was.kind === 'index'
        ? `DROP INDEX ${was.name}`
        : was.kind === 'materialized view'
          ? `DROP MATERIALIZED VIEW ${was.name}`
          : was.kind === 'policy' || was.kind === 'rule'
            ? `DROP ${was.kind.toUpperCase()} ${was.name} ON ${table}`
            : undefined
  return created && drop !== undefined ? [{ rank: created.rank, ways: [[drop, ...statements]] }] : []
}

function bareOf({ name }: Thing): string {
  return /(?:"(?:[^"]|"")*"|[^".])+$/.exec(name)?.[0] ?? name
}

function schemaOf(thing: Thing): string {
  return thing.name.slice(0, Math.max(0, thing.name.length - bareOf(thing).length - 1))
}

function quote(label: string): string {
  return `'${label.replaceAll("'", "''")}'`
}
