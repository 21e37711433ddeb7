import type { SyntaxNode } from '../../code/node.ts'
import type { Adapter, Place } from '../adapter.ts'
import { baseName, directoryOf } from '../adapter.ts'
import { canonical, codePart, commentsIn, literal, pushAll, sqlEffects, treeOf } from '../code-part.ts'
import { declaresIrreversible, statedReason } from '../declared.ts'
import { argumentsOf, assignedIn, type Arguments, calledName, textOf } from '../python.ts'
import type { Effect, Obstacle } from '../step.ts'
import { djangoHistory } from './history.ts'
import { readModels } from './read-operations.ts'

/** Django migrations (https://docs.djangoproject.com/en/stable/ref/migration-operations/). */
export const django: Adapter = {
  framework: 'django',
  title: 'Django',
  checksummed: false,
  knownBy: 'file-name',
  late: 'applied',
  inHistory: djangoHistory,
  place(path) {
    if (!/(?:^|\/)\w*migrations\/(?:.*\/)?[\w-]+\.py$/.test(path) || baseName(path) === '__init__.py')
      return undefined
    // Order comes from `dependencies`: the number in the name means nothing to Django.
    return { key: path, role: 'both', set: directoryOf(path), name: baseName(path).replace(/\.py$/, '') }
  },
  async read({ place, up: file }) {
    if (!/\bMigration\b/.test(file.source.text)) return undefined
    const tree = await treeOf(file, 'python')
    if ('unreadable' in tree) return tree
    const { root, notFound } = tree
    const migration = root.namedChildren.find(isMigration)
    const operations = migration && operationsOf(migration)
    if (!migration || !operations) return notFound
    const effects = (await Promise.all(operations.map((operation) => effectsOf(operation)))).flat()
    const obstacles = [
      ...operations.flatMap((operation) => obstacleOf(operation) ?? []),
      ...(await idleReverses(operations)),
    ]
    // What else stands in the file (`dependencies`, the marks of deployment tools, functions over rows) changes no schema.
    const code = operations
      .filter((node) => calledName(node) !== 'RunPython')
      .map((node) => canonical(node, new Set(notInDatabase(node))))
      .join('\n')
    const up = codePart(file.path, migration, effects, code)
    const about = {
      id: `django:${place.key}`,
      framework: 'django',
      version: `${appOf(place)}.${place.name}`,
      name: place.name,
      after: dependenciesOf(migration),
      path: file.path,
      up,
      models: await readModels(migration, appOf(place), file.path),
      expected: 'reverse of its operations',
    }
    if (obstacles.length === 0) return { ...about, obstacles, reversibility: 'automatic' }
    const comments = commentsIn(root)
    const reason = declaresIrreversible(comments) ? statedReason(comments) : undefined
    if (reason !== undefined)
      return { ...about, obstacles: [], reversibility: 'declared-irreversible', reason }
    return { ...about, obstacles, reversibility: 'not-invertible' }
  },
}

/** Django's label of an app is the name of its package, unless its configuration says otherwise. */
function appOf({ set }: Place): string {
  return baseName(directoryOf(set))
}

/** The migrations that it names by app and name; those on a swappable model lead out of the set. */
function dependenciesOf(migration: SyntaxNode): string[] {
  const body = migration.child('body')
  const list = body && assignedIn(body, 'dependencies')
  return (list?.namedChildren ?? []).flatMap((item) => {
    if (item.type !== 'tuple') return []
    const [label, name] = item.namedChildren.map((part) => literal(part))
    if (label === undefined || name === undefined) return []
    if (name === '__first__' || name === '__latest__') return []
    return [`${label}.${name}`]
  })
}

/**
 * Options of fields and models that no column shows: `Field.non_db_attrs` of Django's own source, what is applied
 * in Python alone (`default`), and functions that other fields are given.
 */
const NOT_IN_DATABASE = new Set(
  'blank choices editable error_messages help_text limit_choices_to on_delete related_name related_query_name validators verbose_name default sanitizer upload_to storage encoder decoder auto_now auto_now_add managers options bases populate_from'.split(
    ' ',
  ),
)

function notInDatabase(operation: SyntaxNode): SyntaxNode[] {
  return [...operation.walk()].filter(
    (node) => node.type === 'keyword_argument' && NOT_IN_DATABASE.has(node.child('name')?.text ?? ''),
  )
}

function isMigration(node: SyntaxNode): boolean {
  return node.type === 'class_definition' && /\bMigration\b/.test(node.child('superclasses')?.text ?? '')
}

/** The operations of a migration, those inside of `SeparateDatabaseAndState` included. */
function operationsOf(migration: SyntaxNode): SyntaxNode[] | undefined {
  const body = migration.child('body')
  const list = body && assignedIn(body, 'operations')
  // A migration without operations only joins branches.
  if (!list) return []
  const found: SyntaxNode[] = []
  const stack = list.namedChildren.toReversed()
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.type !== 'call') continue
    const given = argumentsOf(node)
    if (calledName(node) === 'SeparateDatabaseAndState') {
      const inner = given.keywords.get('database_operations') ?? given.positional[0]
      pushAll(stack, inner?.namedChildren ?? [])
    } else found.push(node)
  }
  return found
}

function obstacleOf(operation: SyntaxNode): Obstacle | undefined {
  const name = calledName(operation)
  if (name !== 'RunPython' && name !== 'RunSQL') return undefined
  const given = argumentsOf(operation)
  const keyword = name === 'RunPython' ? 'reverse_code' : 'reverse_sql'
  const reverse = given.keywords.get(keyword) ?? given.positional[1]
  if (given.splat || (reverse && reverse.type !== 'none')) return undefined
  const first = given.positional[0] ?? given.keywords.get(name === 'RunPython' ? 'code' : 'sql')
  const shown = name === 'RunPython' && first ? `RunPython(${first.text.slice(0, 60)})` : name
  return {
    region: operation.region,
    operation: shown,
    why: `it has no ${keyword}, so it and every migration before it raise IrreversibleError on the way back`,
    fix: `Add \`${keyword}\`; where nothing has to be undone, say so with \`${keyword}=migrations.${name}.noop\`.`,
  }
}

/** Operations whose way back takes along what SQL beside them did to the same column or table. */
const TAKES_ALONG = new Set(['AddField', 'CreateModel', 'RemoveField', 'DeleteModel'])

/** What may run a second time, and what is shared: left behind, it is in nobody's way. */
const REPEATABLE = /\bif\s+(?:not\s+)?exists\b|\bor\s+replace\b|^\s*create\s+extension\b/i

/** SQL that changes the schema, given a reverse that changes nothing. */
async function idleReverses(operations: readonly SyntaxNode[]): Promise<Obstacle[]> {
  if (operations.some((operation) => TAKES_ALONG.has(calledName(operation)))) return []
  const found: Obstacle[] = []
  for (const operation of operations) {
    if (!calledName(operation).endsWith('RunSQL')) continue
    const given = argumentsOf(operation)
    const forward = textOf(given.keywords.get('sql') ?? given.positional[0])
    const reverse = given.keywords.get('reverse_sql') ?? given.positional[1]
    if (forward === undefined || !reverse || !(await changesNothing(reverse))) continue
    // Django's own way to say that it is on purpose, which says nothing of why.
    const isDeclared = NOOP.test(reverse.text)
    // Said once: who declares it mostly does so for all that a migration does.
    if (isDeclared && (REPEATABLE.test(forward) || found.some(({ level }) => level))) continue
    const first = (await sqlEffects(forward)).find(({ kind }) => kind === 'schema')
    if (!first) continue
    found.push({
      region: operation.region,
      operation: 'RunSQL',
      why: `its reverse does nothing, so what it does (it ${first.what}) stays on the way back`,
      fix: 'Write the SQL that undoes it as `reverse_sql`, or say in a comment why it stays.',
      ...(isDeclared && { level: 'note' }),
    })
  }
  return found
}

const NOOP = /\bRunSQL\.noop$/

async function changesNothing(reverse: SyntaxNode): Promise<boolean> {
  if (NOOP.test(reverse.text)) return true
  if (['list', 'tuple'].includes(reverse.type)) return reverse.namedChildren.length === 0
  const sql = literal(reverse)
  return sql !== undefined && (await sqlEffects(sql)).length === 0
}

const WHAT: Record<string, string> = {
  CreateModel: 'creates model $name',
  DeleteModel: 'deletes model $name',
  RenameModel: 'renames model $old_name to $new_name',
  AddField: 'adds field $model_name.$name',
  RemoveField: 'removes field $model_name.$name',
  AlterField: 'alters field $model_name.$name',
  RenameField: 'renames field $model_name.$old_name to $new_name',
  AddIndex: 'adds an index to $model_name',
  RemoveIndex: 'removes index $name of $model_name',
  AddConstraint: 'adds a constraint to $model_name',
  RemoveConstraint: 'removes constraint $name of $model_name',
}

async function effectsOf(operation: SyntaxNode): Promise<Effect[]> {
  const name = calledName(operation)
  const given = argumentsOf(operation)
  if (name === 'RunPython') return [{ what: 'runs Python code', kind: 'data' }]
  if (name === 'RunSQL') return sqlEffects(literal(given.keywords.get('sql') ?? given.positional[0]))
  const template = Object.hasOwn(WHAT, name) ? WHAT[name] : undefined
  return [{ what: template === undefined ? `applies ${name}` : filled(template, given), kind: 'schema' }]
}

function filled(template: string, { positional, keywords }: Arguments): string {
  let next = 0
  return template.replaceAll(/\$(\w+)/g, (_, key: string) => {
    const argument = keywords.get(key) ?? positional[next++]
    return literal(argument) ?? '?'
  })
}
