import type { SyntaxNode } from '../../code/node.ts'
import { effectsOf } from '../../sql/effect.ts'
import { parseSql } from '../../sql/parse.ts'
import type { Adapter } from '../adapter.ts'
import { baseName, directoryOf } from '../adapter.ts'
import { canonical, commentsIn, treeOf } from '../code-part.ts'
import { methodStep, wrappedInverses } from '../code-step.ts'
import { phpCall, phpClass, phpLiteral, phpMethods, phpQuoted, phpWayBack } from '../php.ts'
import type { Effect } from '../step.ts'
import { doctrineOperations, platformOf } from './operations.ts'

/**
 * Doctrine migrations (https://www.doctrine-project.org/projects/doctrine-migrations/en/stable/reference/migration-classes.html).
 * Where there is no `down` the base class's aborts.
 */
export const doctrine: Adapter = {
  framework: 'doctrine',
  title: 'Doctrine',
  checksummed: false,
  // By the class's full name, which holds the time.
  knownBy: 'version',
  late: 'applied',
  place(path) {
    const match = /^Version(\d[\d_]*)\.php$/.exec(baseName(path))
    if (!match) return undefined
    return {
      key: path,
      role: 'both',
      set: directoryOf(path),
      version: match[1] ?? '',
      name: baseName(path).replace(/\.php$/, ''),
    }
  },
  async read({ place, up: file }) {
    if (!/\bDoctrine\\(?:DBAL|Migrations)\b/.test(file.source.text)) return undefined
    const tree = await treeOf(file, 'php')
    if ('unreadable' in tree) return tree
    const migration = phpClass(tree.root, /Migration\b/)
    const methods = migration && phpMethods(migration)
    const up = methods?.get('up')
    if (!migration || !up) return tree.notFound
    const down = methods?.get('down')
    const downEffects = down && (await doctrineEffects(down))
    const dialect = platformOf(up)
    return methodStep({
      framework: 'doctrine',
      place,
      file,
      up,
      upEffects: await doctrineEffects(up),
      upCode: sqlCode(up),
      operations: {
        up: await doctrineOperations(up, file.path),
        ...(down && { down: await doctrineOperations(down, file.path) }),
      },
      ...(dialect && { dialect }),
      ...(down && downEffects && { down, downEffects, body: phpWayBack(down, downEffects) }),
      comments: commentsIn(down ?? migration),
      expected: '`down()` method',
      header: 'public function down(Schema $schema): void',
    })
  },
}

/** Methods of `Schema` and `Table` that change them. */
const SCHEMA =
  /^(?:create|drop|rename|add|change|modify|alter|remove|set)(?:Table|Column|Index|UniqueIndex|UniqueConstraint|ForeignKey\w*|Sequence|PrimaryKey|View|Namespace|Option)\w*$/i

async function doctrineEffects(method: SyntaxNode): Promise<Effect[]> {
  const effects: Effect[] = []
  let other = false
  for (const node of method.child('body')?.walk() ?? []) {
    const call = phpCall(node)
    if (!call) continue
    const first = phpLiteral(call.arguments[0])
    if (/^(?:addSql|executeStatement|executeQuery|executeUpdate|exec)$/.test(call.name)) {
      effects.push(...(await literalSql(first, call.name === 'addSql' && call.arguments.length === 1)))
    } else if (SCHEMA.test(call.name)) {
      const words = call.name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
      effects.push({ what: `calls ${words} ${first ?? ''}`.trim(), kind: 'schema' })
    } else if (
      !/^(?:abortIf|skipIf|warnIf|write|getDatabasePlatform|getTable|hasTable|hasColumn|sprintf)$/.test(
        call.name,
      )
    )
      other = true
  }
  if (effects.length === 0 && other) return [{ what: 'runs PHP code', kind: 'data' }]
  return effects
}

async function literalSql(sql: string | undefined, plain: boolean): Promise<Effect[]> {
  if (sql === undefined) return [{ what: 'runs SQL', kind: 'schema' }]
  const { statements } = await parseSql(sql)
  const effects = wrappedInverses(
    statements.flatMap((statement) => effectsOf(statement)),
    (inverse) => `$this->addSql(${phpQuoted(inverse)});`,
  )
  return effects.map(({ what, kind, inverse }) => ({
    what,
    kind: kind === 'raises' ? 'schema' : kind,
    ...(plain && inverse !== undefined && { inverse }),
  }))
}

/** What is run, without guards that only look at the platform. */
function sqlCode(method: SyntaxNode): string {
  const codes: string[] = []
  for (const node of method.child('body')?.walk() ?? []) {
    const call = phpCall(node)
    if (call && (/^(?:addSql|executeStatement|executeQuery|exec)$/.test(call.name) || SCHEMA.test(call.name)))
      codes.push(canonical(node))
  }
  return codes.length > 0 ? codes.join('\n') : canonical(method)
}
