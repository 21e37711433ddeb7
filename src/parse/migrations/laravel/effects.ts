import type { SyntaxNode } from '../../code/node.ts'
import { effectsOf } from '../../sql/effect.ts'
import { parseSql } from '../../sql/parse.ts'
import { canonical, pushAll } from '../code-part.ts'
import { fill, wrappedInverses } from '../code-step.ts'
import { phpCall, type PhpCall, phpLiteral, phpQuoted } from '../php.ts'
import type { Effect } from '../step.ts'

type Command = Parameters<typeof fill>[0]

/** Methods of the schema builder (`Illuminate\Database\Schema\Builder`). */
const SCHEMA: Record<string, Command> = {
  create: { what: 'creates table $1', inverse: "Schema::dropIfExists('$1');" },
  drop: { what: 'drops table $1' },
  dropifexists: { what: 'drops table $1' },
  dropcolumns: { what: 'drops columns of $1' },
  rename: { what: 'renames table $1 to $2', inverse: "Schema::rename('$2', '$1');" },
  dropalltables: { what: 'drops all tables' },
  dropallviews: { what: 'drops all views' },
  createextension: { what: 'creates extension $1' },
}

const DATA =
  /^(?:insert\w*|update\w*|upsert|delete|truncate|increment|decrement|save|saveQuietly|create|firstOrCreate|forceDelete)$/

/** What an `up` or `down` changes; rows for code that uses neither the schema builder nor SQL. */
export async function laravelEffects(method: SyntaxNode): Promise<Effect[]> {
  const effects: Effect[] = []
  let other = false
  const stack = [...(method.child('body')?.namedChildren ?? [])].toReversed()
  for (let node = stack.pop(); node; node = stack.pop()) {
    const call = phpCall(node)
    if (call) {
      const known = await effectsOfCall(call)
      if (known) {
        effects.push(...known)
        continue
      }
      if (!QUIET.test(node.text)) other = true
    } else if (node.type.endsWith('assignment_expression')) other = true
    pushAll(stack, node.namedChildren)
  }
  if (effects.length === 0 && other) return [{ what: 'runs PHP code', kind: 'data' }]
  return effects
}

/** Calls that leave nothing behind by themselves: looking, logging, switching checks off and on. */
export const QUIET =
  /^\\?(?:Log|echo|info|config|app|env|Schema::(?:has\w+|get\w+|connection|\w+ForeignKeyConstraints|withoutForeignKeyConstraints|defaultStringLength)|DB::(?:getDriverName|connection|transaction|table|select))\b/

async function effectsOfCall(call: PhpCall): Promise<Effect[] | undefined> {
  const { name, object } = call
  if (isSchema(object)) {
    const key = name.toLowerCase()
    const first = phpLiteral(call.arguments[0])
    if (key === 'table' && !/\bDB\b/.test(object)) return alterations(call, first)
    const command = Object.hasOwn(SCHEMA, key) ? SCHEMA[key] : undefined
    // A connection of its own would have to be said in the inverse too.
    const plain = /^\\?Schema$/.test(object)
    if (command) {
      const names = call.arguments.map((argument) => phpLiteral(argument))
      const { what, inverse } = command
      return [fill(plain && inverse !== undefined ? { what, inverse } : { what }, names)]
    }
    return undefined
  }
  if (/\bDB\b|connection/i.test(object) && /^(?:statement|unprepared|affectingStatement)$/.test(name)) {
    const sql = phpLiteral(call.arguments[0])
    if (sql === undefined) return [{ what: 'runs SQL', kind: 'schema' }]
    const { statements } = await parseSql(sql)
    const plain = /^\\?DB$/.test(object)
    return wrappedInverses(
      statements.flatMap((statement) => effectsOf(statement)),
      (inverse) => `DB::statement(${phpQuoted(inverse)});`,
    ).map(({ what, kind, inverse }) => ({ what, kind, ...(plain && inverse !== undefined && { inverse }) }))
  }
  if (DATA.test(name) && /::|->/.test(`${object}->`))
    return [{ what: `changes rows (${name})`, kind: 'data' }]
  return undefined
}

/** Whether a call is one of the schema builder's. */
export function isSchema(object: string): boolean {
  return /^\\?(?:Illuminate\\Support\\Facades\\)?Schema\b|^\$(?:this->)?schema\b|->getSchemaBuilder\(\)$/i.test(
    object,
  )
}

/** Modifiers after which a column is undone by dropping it alone. */
const PLAIN_MODIFIERS =
  /^(?:nullable|default|after|first|comment|unsigned|useCurrent|useCurrentOnUpdate|charset|collation)$/
const COLUMN =
  /^(?:(?:big|medium|small|tiny|unsigned\w*)?integer|boolean|binary|char|date\w*|decimal|double|enum|float|foreignId|id|ipAddress|json|jsonb|(?:long|medium|tiny)?text|macAddress|set|string|time|timeTz|timestamp|timestampTz|ulid|uuid|unsigned\w+|year|geometry|geography|vector|addColumn|bigInteger|mediumInteger|smallInteger|tinyInteger)$/i

/** What `Schema::table('t', function (Blueprint $table) { … })` does to the table. */
function alterations({ node, object, arguments: given }: PhpCall, table = '?'): Effect[] {
  const callable = given[1]
  const effects: Effect[] = []
  const fullyRead = /\bBlueprint\b/.test(node.source.text) && /^\\?Schema$/.test(object)
  for (const inner of callable?.child('body')?.walk() ?? []) {
    const call = phpCall(inner)
    // The innermost call of a chain names the column; the rest modifies it.
    if (!call || !/^\$\w+$/.test(call.object)) continue
    const column = phpLiteral(call.arguments[0])
    if (/^drop/i.test(call.name)) effects.push({ what: dropped(call, column, table), kind: 'schema' })
    else if (call.name === 'renameColumn')
      effects.push({ what: `renames column ${table}.${column ?? '?'}`, kind: 'schema' })
    else if (COLUMN.test(call.name) && column !== undefined) {
      const modifiers = modifiersOf(inner)
      const changed = modifiers.includes('change')
      const plain = fullyRead && modifiers.every((name) => PLAIN_MODIFIERS.test(name)) && /^\w+$/.test(column)
      const inverse = `Schema::table('${table}', fn (Blueprint $table) => $table->dropColumn('${column}'));`
      effects.push({
        what: `${changed ? 'changes' : 'adds'} column ${table}.${column}`,
        kind: 'schema',
        ...(plain && /^\w+$/.test(table) && { inverse }),
      })
    }
  }
  return effects.length > 0 ? effects : [{ what: `alters table ${table}`, kind: 'schema' }]
}

function dropped({ name }: PhpCall, column: string | undefined, table: string): string {
  if (/^dropColumn$/i.test(name))
    return column === undefined ? `drops columns of ${table}` : `drops column ${table}.${column}`
  return `drops ${name
    .slice(4)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()} of ${table}`
}

/** Names of the calls that are chained onto a call. */
function modifiersOf(call: SyntaxNode): string[] {
  const names: string[] = []
  let node = call
  while (node.parent && node.parent.type === 'member_call_expression' && node.field === 'object') {
    names.push(node.parent.child('name')?.text ?? '')
    node = node.parent
  }
  return names
}

/** The schema's calls of a migration and its SQL: what it does to rows beside them makes no other schema. */
export function schemaCode(method: SyntaxNode): string {
  const codes: string[] = []
  for (const node of method.child('body')?.walk() ?? []) {
    const call = phpCall(node)
    if (!call) continue
    const schema = isSchema(call.object) && !/^(?:has|get)/.test(call.name)
    const sql = /^(?:statement|unprepared)$/.test(call.name)
    if ((schema && call.name !== 'connection') || sql) codes.push(canonical(node))
  }
  return codes.join('\n')
}
