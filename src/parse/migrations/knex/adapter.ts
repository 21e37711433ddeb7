import { languageOf } from '../../code/languages.ts'
import type { SyntaxNode } from '../../code/node.ts'
import type { Adapter } from '../adapter.ts'
import { baseName, directoryOf } from '../adapter.ts'
import {
  type Body,
  canonical,
  codePart,
  commentsIn,
  indentOf,
  judgeCode,
  literal,
  ownsItsLines,
  treeOf,
} from '../code-part.ts'
import type { Remedy, Step } from '../step.ts'
import { knexEffects } from './effects.ts'
import { exportedFunctions } from './exports.ts'

/** Knex migrations (https://knexjs.org/guide/migrations.html). */
export const knex: Adapter = {
  framework: 'knex',
  title: 'Knex',
  checksummed: false,
  knownBy: 'file-name',
  late: 'applied',
  place(path) {
    const match = /^(?:(\d+)[_-])?(.+)\.(?:[cm]?js|[cm]?ts)$/s.exec(baseName(path))
    if (
      !match ||
      !/(?:^|\/)\w*(?:migrations?|migrate)\//i.test(path) ||
      /\.(?:d|test|spec)\.[cm]?[jt]s$/.test(path)
    )
      return undefined
    const place = { key: path, role: 'both' as const, set: directoryOf(path), name: match[2] ?? '' }
    return match[1] === undefined ? place : { ...place, version: match[1] }
  },
  async read({ place, up: file }) {
    const language = languageOf(file.path)
    if (!language || !/\bknex\b/i.test(file.source.text)) return undefined
    const tree = await treeOf(file, language)
    if ('unreadable' in tree) return tree
    const { root, notFound } = tree
    const exported = exportedFunctions(root)
    const [forward, back] = [exported.get('up'), exported.get('down')]
    // `up(queryInterface, …)` is Sequelize's, `up(db, callback)` db-migrate's.
    const parameter = forward && parameterOf(forward)
    if (!forward) return notFound
    if (!parameter || !/knex|transaction|trx/i.test(parameter.text)) return undefined
    const up = codePart(
      file.path,
      forward,
      await knexEffects(forward),
      canonical(root, new Set(back ? [back] : [])),
    )
    const down = back && codePart(file.path, back, await knexEffects(back))
    const comments = back ? commentsIn(back) : commentsIn(root)
    const judged = judgeCode(up, back && bodyOf(back), comments)
    const inverse = inverseFor(up.effects, (back && parameterOf(back)) ?? parameter)
    const remedy =
      inverse !== undefined && back && parameterOf(back) && ['empty', 'fake'].includes(judged.reversibility)
        ? remedyFor(file.path, back, inverse)
        : undefined
    return {
      id: `knex:${place.key}`,
      framework: 'knex',
      ...(place.version !== undefined && { version: place.version }),
      name: place.name,
      path: file.path,
      up,
      ...(down && { down }),
      ...judged,
      obstacles: [],
      expected: 'exported `down` function',
      ...(inverse !== undefined && { inverse }),
      ...(remedy && { remedy }),
    } satisfies Step
  },
}

function parameterOf(callable: SyntaxNode): SyntaxNode | undefined {
  return callable.child('parameters')?.namedChildren[0] ?? callable.child('parameter')
}

/** Only a single call: several would have to be awaited in order. */
function inverseFor(effects: Step['up']['effects'], parameter: SyntaxNode): string | undefined {
  const name = /^\w+/.exec(parameter.text)?.[0]
  const inverse = effects.length === 1 ? effects[0]?.inverse : undefined
  return inverse === undefined || name === undefined ? undefined : `return ${name}.${inverse}`
}

function statementsOf(callable: SyntaxNode): SyntaxNode[] {
  const body = callable.child('body')
  if (!body) return []
  return body.type === 'statement_block' ? body.namedChildren : [body]
}

function bodyOf(callable: SyntaxNode): Body {
  let kind: 'nothing' | 'fake' = 'nothing'
  for (const statement of statementsOf(callable)) {
    if (statement.type === 'throw_statement' || /^(?:return )?Promise\.reject\(/.test(statement.text)) {
      const messages = [...statement.walk()].flatMap((node) => literal(node) ?? [])
      return { kind: 'raises', message: messages.join(' ') }
    }
    const value = /^(?:return|await|return await)?\s*(.*?);?$/s.exec(statement.text)?.[1] ?? ''
    if (NOTHING.test(value)) continue
    if (!/^(?:console|logger|log)\.\w+\(/.test(value)) return { kind: 'does' }
    kind = 'fake'
  }
  return { kind }
}

/** Values that say "done" without doing anything. */
const NOTHING =
  /^(?:|null|undefined|true|false|void 0|\{\}|\[\]|Promise\.resolve\([\w\s]*\)|Promise\.all\(\[\]\)|['"][^'"]*['"])$/

function remedyFor(path: string, callable: SyntaxNode, inverse: string): Remedy | undefined {
  const body = callable.child('body')
  const inner = body?.namedChildren ?? []
  const only = inner[0]
  // A body of one statement on lines of its own is replaced; an empty `{}` is opened.
  if (only && inner.length === 1 && ownsItsLines(only)) {
    return { path, region: lines(only), replacement: `${indentOf(only)}${inverse}` }
  }
  if (!body || inner.length > 0 || !/^\{\s*\}$/.test(body.text)) return undefined
  const { source } = body
  const { startLine, endLine } = body.region
  const before = source.text.slice(source.lineStart(startLine), body.start)
  const after = source.text.slice(body.end, source.lineStart(endLine + 1)).trimEnd()
  const indent = indentOf(callable)
  return { path, region: lines(body), replacement: `${before}{\n${indent}  ${inverse}\n${indent}}${after}` }
}

function lines(node: SyntaxNode): { startLine: number; endLine: number } {
  return { startLine: node.region.startLine, endLine: node.region.endLine }
}
