import type { SyntaxNode } from '../code/node.ts'
import type { MigrationFile, Place } from './adapter.ts'
import { type Body, codePart, indentOf, judgeCode, ownsItsLines } from './code-part.ts'
import type { Dialect, Operation } from './operation.ts'
import type { Effect, Remedy, Step } from './step.ts'

/** A migration written as two methods, as its adapter read it. */
export interface MethodPair {
  framework: string
  place: Place
  file: MigrationFile
  up: SyntaxNode
  upEffects: Effect[]
  /** What the way up runs, where that is not all of its method (see `Part.code`). */
  upCode?: string
  down?: SyntaxNode
  downEffects?: Effect[]
  /** What each way does as structure, where the adapter reads that. */
  operations?: { up: readonly Operation[]; down?: readonly Operation[] }
  dialect?: Dialect
  /** What `down` amounts to. */
  body?: Body
  /** Where a reason may be stated. */
  comments: string
  expected: string
  /** The first line of a way back, to be added where there is none: `public function down(): void`. */
  header?: string
  /** What a body must end with: `Ok(())`. */
  closing?: string
}

/** The step that two methods of a class with braces make. */
export function methodStep(pair: MethodPair): Step {
  const { framework, place, file, comments } = pair
  const read = pair.operations
  const up = {
    ...codePart(file.path, pair.up, pair.upEffects, pair.upCode),
    ...(read && { operations: read.up }),
  }
  const down = pair.down && {
    ...codePart(file.path, pair.down, pair.downEffects ?? []),
    ...(read?.down && { operations: read.down }),
  }
  const judged = judgeCode(up, pair.down && pair.body, comments)
  const inverses = up.effects.map((effect) => effect.inverse).toReversed()
  const inverse = inverses.length === 0 || inverses.includes(undefined) ? undefined : inverses.join('\n')
  const remedy =
    inverse !== undefined && ['missing', 'empty', 'fake'].includes(judged.reversibility)
      ? bracesRemedy(pair, inverse)
      : undefined
  return {
    id: `${framework}:${place.key}`,
    framework,
    ...(place.version !== undefined && { version: place.version }),
    name: place.name,
    ...(pair.dialect && { dialect: pair.dialect }),
    path: file.path,
    up,
    ...(down && { down }),
    ...judged,
    obstacles: [],
    expected: pair.expected,
    ...(inverse !== undefined && { inverse }),
    ...(remedy && { remedy }),
  }
}

/** The inverse as the body of the way back, or as a method below the way up. */
function bracesRemedy({ file, up, down, header, closing }: MethodPair, inverse: string): Remedy | undefined {
  const method = down ?? up
  const indent = indentOf(method)
  const written = closing === undefined ? inverse : `${inverse}\n${closing}`
  const lines = written.split('\n').map((line) => `${indent}    ${line}`)
  if (!down) {
    if (header === undefined || !ownsItsLines(up)) return undefined
    const { endLine } = up.region
    const last = up.source.line(endLine)
    // Where the body of the way up begins on the line of its name, so does that of the way back.
    const inline = up.child('body')?.region.startLine === up.child('name')?.region.startLine
    const opening = inline ? [`${indent}${header} {`] : [`${indent}${header}`, `${indent}{`]
    const added = [last, '', ...opening, ...lines, `${indent}}`].join('\n')
    return { path: file.path, region: { startLine: endLine, endLine }, replacement: added }
  }
  const body = down.child('body')
  if (!body || !/^\{[\s\S]*\}$/.test(body.text)) return undefined
  const { source } = body
  const { startLine, endLine } = body.region
  const before = source.text.slice(source.lineStart(startLine), body.start)
  const after = source.text.slice(body.end, source.lineStart(endLine + 1)).trimEnd()
  // What follows the body on its last line, such as the brace of the class, stays where it is.
  const replacement = [`${before}{`, ...lines, `${indent}}${after}`].join('\n')
  return { path: file.path, region: { startLine, endLine }, replacement }
}

/** Statements that undo SQL exactly, each as `wrap` puts it into code. */
export function wrappedInverses(effects: Effect[], wrap: (sql: string) => string): Effect[] {
  return effects.map((effect) =>
    effect.inverse === undefined ? effect : { ...effect, inverse: wrap(effect.inverse) },
  )
}

/** Names put into a template's `$1`…; a template stays exact only while every name is known and plain. */
export function fill(
  command: { what: string; inverse?: string; kind?: 'data' },
  names: readonly (string | undefined)[],
): Effect {
  const put = (template: string): string =>
    template.replaceAll(/\$(\d)/g, (_, group: string) => names[Number(group) - 1] ?? '?')
  const used = [...(command.inverse ?? '').matchAll(/\$(\d)/g)].map(([, group]) => names[Number(group) - 1])
  const exact = command.inverse !== undefined && used.every((name) => /^[\w.]+$/.test(name ?? ''))
  return {
    what: put(command.what).replaceAll(/[.\s]*\?/g, ''),
    kind: command.kind ?? 'schema',
    ...(exact && { inverse: put(command.inverse ?? '') }),
  }
}
