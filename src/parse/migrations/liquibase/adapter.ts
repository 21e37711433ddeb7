import { parseSql } from '../../sql/parse.ts'
import type { Adapter, MigrationFile, MigrationFiles, Unreadable } from '../adapter.ts'
import { baseName, directoryOf } from '../adapter.ts'
import { declaresIrreversible, statedReason } from '../declared.ts'
import type { Obstacle, Part, Step } from '../step.ts'
import type { Change, ChangeSet } from './change.ts'
import { changeEffects, sqlOf } from './effects.ts'
import { FORMATTED_SQL, readFormattedSql } from './formatted-sql.ts'
import { invertible } from './invertible.ts'
import { changeOperations, databaseOf } from './operations.ts'
import { readTree } from './tree.ts'
import { readXml } from './xml.ts'

/** More changesets than anybody writes by hand; the rest of a longer file is named as not looked at. */
const MAX_CHANGESETS = 5000
const FOLDER = /(?:^|\/)[^/]*(?:change-?(?:log|set)|liquibase|migrat)[^/]*\//i
const FILE = /(?:change-?(?:log|set)|liquibase)[^/]*$/i

/**
 * Liquibase changelogs in XML, YAML, JSON and formatted SQL (https://docs.liquibase.com/concepts/changelogs/home.html). Each changeset is
 * a migration, known by file, id and author. A master changelog only includes others: they are looked at themselves.
 */
export const liquibase: Adapter = {
  framework: 'liquibase',
  title: 'Liquibase',
  checksummed: true,
  knownBy: 'content',
  late: 'applied',
  place(path) {
    if (!/\.(?:xml|ya?ml|json|sql)$/.test(path) || !(FOLDER.test(path) || FILE.test(path))) return undefined
    // Drizzle's memory of the schema, which may be large.
    if (/\/meta\/[^/]+\.json$/.test(path)) return undefined
    return { key: path, role: 'both', set: directoryOf(path), name: baseName(path) }
  },
  async read(files) {
    const steps = await stepsOf(files)
    return steps && 'unreadable' in steps ? steps : steps?.[0]
  },
  readAll: stepsOf,
}

async function stepsOf({ up: file }: MigrationFiles): Promise<Step[] | Unreadable | undefined> {
  const found = changeSetsOf(file)
  if (!found || 'unreadable' in found) return found
  if (found.length > MAX_CHANGESETS)
    return { unreadable: `a changelog of more than ${MAX_CHANGESETS} changesets` }
  const steps: Step[] = []
  for (const changeSet of found) steps.push(await stepOf(file.path, changeSet))
  return steps
}

function changeSetsOf(file: MigrationFile): ChangeSet[] | Unreadable | undefined {
  const { path, source } = file
  if (path.endsWith('.sql')) return FORMATTED_SQL.test(source.text) ? readFormattedSql(file) : undefined
  if (!source.text.includes('databaseChangeLog')) return undefined
  return path.endsWith('.xml') ? readXml(path, source.text) : readTree(path, source.text)
}

async function stepOf(path: string, changeSet: ChangeSet): Promise<Step> {
  const { id, author, changes, rollback, rollbackRegion, region } = changeSet
  const name = `${author}:${id}`
  const inSql = path.endsWith('.sql')
  const database = databaseOf(changeSet)
  // https://docs.liquibase.com/concepts/changelogs/attributes/run-in-transaction.html
  const transactional = changeSet.attributes.get('runInTransaction')?.toLowerCase() !== 'false'
  const up: Part = {
    path,
    region,
    effects: await changeEffects(changes),
    code: await codeOf(changeSet),
    operations: await changeOperations(path, changes, changeSet),
    transactional,
  }
  const about = {
    id: `liquibase:${path}:${name}`,
    framework: 'liquibase',
    name,
    ...(database !== undefined && database !== 'other' && { dialect: database }),
    path,
    up,
    obstacles: [],
  }
  const expected = inSql ? '`--rollback` line' : '`rollback` in the changeset'
  if (!rollback) {
    const obstacles = up.effects.length === 0 ? [] : obstaclesOf(changeSet, up)
    if (obstacles.length === 0) return { ...about, expected, reversibility: inSql ? 'explicit' : 'automatic' }
    const reason = reasonIn(changeSet.comments)
    if (reason !== undefined) return { ...about, expected, reversibility: 'declared-irreversible', reason }
    // SQL alone is nothing that could be inverted: there the block is missing.
    if (inSql) return { ...about, expected, reversibility: 'missing' }
    return { ...about, expected, obstacles, reversibility: 'not-invertible' }
  }
  const effects = await changeEffects(rollback)
  const down: Part = {
    path,
    region: rollbackRegion ?? region,
    effects,
    code: '',
    operations: await changeOperations(path, rollback, changeSet),
    transactional,
  }
  if (effects.length > 0 || up.effects.length === 0)
    return { ...about, expected, down, reversibility: 'explicit' }
  const said = `${changeSet.comments}\n${rollback.map((change) => sqlOf(change)).join('\n')}`
  const reason = reasonIn(said)
  if (reason !== undefined)
    return { ...about, expected, down, reversibility: 'declared-irreversible', reason }
  return { ...about, expected, down, reversibility: rollback.length === 0 ? 'empty' : 'fake' }
}

function reasonIn(comments: string): string | undefined {
  return declaresIrreversible(comments) ? statedReason(comments) : undefined
}

/** One for a changeset: its rollback is written, or not, as a whole. */
function obstaclesOf({ changes }: ChangeSet, up: Part): Obstacle[] {
  const kept = changes.filter((change) => !invertible(change))
  const first = kept[0]
  if (!first) return []
  const rows = up.effects.every(({ kind, what }) => kind === 'data' || /^calls [\w.]*setval/.test(what))
  return [
    {
      region: { startLine: first.region.startLine, endLine: first.region.startLine },
      operation: [...new Set(kept.map((change) => labelOf(change)))].slice(0, 3).join(', '),
      why: 'it has no inverse of its own, and the changeset has no `rollback`',
      fix: 'Add a `rollback` block to the changeset that undoes all of its changes. If there is no way back, say why in its `comment`.',
      ...(rows && { level: 'note' as const }),
    },
  ]
}

function labelOf({ name, attributes }: Change): string {
  const of = ['tableName', 'baseTableName', 'viewName', 'sequenceName', 'procedureName', 'indexName', 'path']
  const subject = of.map((attribute) => attributes.get(attribute)).find((value) => value !== undefined)
  return subject === undefined ? name : `${name} ${subject}`
}

/** What the checksum is made of, near enough: layout, comments, preconditions and rollbacks do not count. */
async function codeOf(changeSet: ChangeSet): Promise<string> {
  const { attributes, anyCheckSum, changes } = changeSet
  // Meant to be edited: it runs again, or the old checksum is accepted.
  if (anyCheckSum || attributes.get('runOnChange') === 'true' || attributes.get('runAlways') === 'true')
    return ''
  const codes: unknown[] = []
  for (const change of changes) codes.push(await plainOf(change))
  return JSON.stringify(codes)
}

async function plainOf({ name, attributes, children, text }: Change): Promise<unknown> {
  const sorted = [...attributes].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const statements = text === '' ? [] : (await parseSql(text)).statements
  const words = statements.map((statement) => statement.text.replaceAll(/\s+/g, ' ').trim())
  const inner: unknown[] = []
  for (const child of children) inner.push(await plainOf(child))
  return [name, sorted, words, inner]
}
