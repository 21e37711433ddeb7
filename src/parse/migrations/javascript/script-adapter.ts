import { languageOf } from '../../code/languages.ts'
import type { SyntaxNode } from '../../code/node.ts'
import type { Adapter, MigrationFiles, Unreadable } from '../adapter.ts'
import { canonical, codePart, commentsIn, judgeCode, treeOf } from '../code-part.ts'
import type { Dialect, Operation } from '../operation.ts'
import type { Effect, Part, Step } from '../step.ts'
import { bodyOf, commentsBefore, parameterOf, remedyFor } from './body.ts'
import { exportedFunctions } from './exports.ts'
import { placeOfScript } from './place.ts'

/** The two functions of a migration in code. */
export interface Ways {
  up?: SyntaxNode
  down?: SyntaxNode
}

/** A tool whose migrations are modules with a function for each way. */
export interface ScriptTool extends Pick<Adapter, 'framework' | 'title' | 'late' | 'knownBy'> {
  /** What every such file says somewhere: asked before anything is parsed. */
  mentions: RegExp
  /** Where the functions stand; by default the module exports them as `up` and `down`. */
  ways?(root: SyntaxNode): Ways
  /** Whether the way up is written for this tool. */
  owns(up: SyntaxNode): boolean
  effects(callable: SyntaxNode): Promise<Effect[]>
  /** What a way does as structure. */
  operations?(callable: SyntaxNode, path: string): Promise<readonly Operation[]>
  /** Where the tool looks for the way back, in words. */
  expected: string
  /** A way back that calls the tool with nothing but reading SQL is one that does nothing. */
  exactEffects?: boolean
  /** Another verdict than that of the two functions: where the tool can invert the way up by itself. */
  judge?(root: SyntaxNode, ways: Ways, step: Step): Partial<Step>
}

/** An adapter for migrations in JavaScript or TypeScript. */
export function scriptAdapter(tool: ScriptTool): Adapter {
  const { framework, title, late, knownBy } = tool
  const read = (files: MigrationFiles): Promise<Step | Unreadable | undefined> => readScript(tool, files)
  return { framework, title, late, knownBy, checksummed: false, place: placeOfScript, read }
}

/** Reads one module; undefined where it is not the tool's. */
export async function readScript(
  tool: ScriptTool,
  { place, up: file }: MigrationFiles,
): Promise<Step | Unreadable | undefined> {
  const language = languageOf(file.path)
  if (!language || !tool.mentions.test(file.source.text)) return undefined
  const tree = await treeOf(file, language)
  if ('unreadable' in tree) return tree
  const { root, notFound } = tree
  const ways = tool.ways?.(root) ?? exportedWays(root)
  if (!ways.up) return notFound
  if (!tool.owns(ways.up)) return undefined
  const { up: forward, down: back } = ways
  // What is brought in matters by what is done with it.
  const requires = root.namedChildren.filter(({ text }) => REQUIRE.test(text))
  const without = new Set(back ? [back, ...requires] : requires)
  const effects = bodyOf(forward).kind === 'does' ? await tool.effects(forward) : []
  const part = async (way: SyntaxNode, does: Effect[], code?: string): Promise<Part> => {
    const operations = await tool.operations?.(way, file.path)
    return { ...codePart(file.path, way, does, code), ...(operations && { operations }) }
  }
  const up = await part(forward, effects, canonical(root, without))
  const down = back && (await part(back, await tool.effects(back)))
  const comments = back ? `${commentsBefore(back)}\n${commentsIn(back)}` : commentsIn(root)
  let body = back && bodyOf(back)
  if (tool.exactEffects && body?.kind === 'does' && down?.effects.length === 0) body = { kind: 'fake' }
  const judged = judgeCode(up, body, comments)
  const inverse = inverseFor(up.effects, back ?? forward)
  const remedy =
    inverse !== undefined && back && ['empty', 'fake'].includes(judged.reversibility)
      ? remedyFor(file.path, back, inverse)
      : undefined
  const step: Step = {
    id: `${tool.framework}:${place.key}`,
    framework: tool.framework,
    ...(place.version !== undefined && { version: place.version }),
    name: place.name,
    ...dialectOf(file.path),
    path: file.path,
    up,
    ...(down && { down }),
    ...judged,
    obstacles: [],
    expected: tool.expected,
    ...(inverse !== undefined && { inverse }),
    ...(remedy && { remedy }),
  }
  return { ...step, ...tool.judge?.(root, ways, step) }
}

const DIALECTS: readonly (readonly [Dialect, RegExp])[] = [
  ['postgresql', /^(?:pg|postgres(?:ql)?)(?:db)?$/i],
  ['mysql', /^(?:mysql|mariadb)(?:db)?$/i],
  ['sqlite', /^sqlite3?(?:db)?$/i],
]

/** The database by the folder: `migrations/postgres/`, `sqlite/migrations/`. */
function dialectOf(path: string): Pick<Step, 'dialect'> {
  const folders = path.split('/').slice(-3, -1)
  const found = DIALECTS.flatMap(([dialect, name]) => (folders.some((one) => name.test(one)) ? dialect : []))
  const [dialect] = found
  return dialect && found.length === 1 ? { dialect } : {}
}

const REQUIRE = /^(?:const|let|var)\s[^=]{1,500}=\s*require\([^)]{1,200}\);?$/

function exportedWays(root: SyntaxNode): Ways {
  const exported = exportedFunctions(root)
  const [up, down] = [exported.get('up'), exported.get('down')]
  return { ...(up && { up }), ...(down && { down }) }
}

/** Several calls have to be awaited in order, which only an async function can do. */
function inverseFor(effects: readonly Effect[], callable: SyntaxNode): string | undefined {
  const parameter = parameterOf(callable)
  const name = /^(\w+)\s*(?:$|:)/.exec(parameter?.text ?? '')?.[1]
  const inverses = effects.map((effect) => effect.inverse).toReversed()
  if (name === undefined || inverses.length === 0 || inverses.includes(undefined)) return undefined
  if (inverses.length === 1) return `return ${name}.${inverses.join('')}`
  if (!callable.children.some(({ type }) => type === 'async')) return undefined
  return inverses.map((inverse) => `await ${name}.${inverse ?? ''}`).join('\n')
}
