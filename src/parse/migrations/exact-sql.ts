import type { Source } from '../code/source.ts'
import type { SqlChunk } from './operation.ts'

/** What a framework puts other text in the place of before it runs a script. */
const REPLACED: Readonly<Record<string, RegExp>> = {
  // https://documentation.red-gate.com/fd/placeholders-275218570.html: on by default.
  flyway: /\$\{[^}\n]*\}/,
  // https://pressly.github.io/goose/documentation/annotations/#goose-envsub
  goose: /^\s*--\s*\+goose\s+ENVSUB\s+ON\b/im,
  // Go templates.
  tern: /\{\{/,
  atlas: /\{\{/,
  'golang-migrate': /\{\{/,
}

/** The SQL of a script of a framework, or nothing where it is a template. */
export function exactSql(
  framework: string,
  source: Source,
  start = 0,
  end = source.text.length,
): readonly SqlChunk[] | undefined {
  const text = source.text.slice(start, end)
  const pattern = Object.hasOwn(REPLACED, framework) ? REPLACED[framework] : undefined
  // ENVSUB is said once for a file.
  if (pattern?.test(framework === 'goose' ? source.text : text)) return undefined
  // psql's own commands are no SQL; a database that is restored from a dump guards it with `\restrict`.
  if (/^\\[a-z]/m.test(text)) return undefined
  return text.trim() === '' ? [] : [{ text, line: source.lineAt(start) }]
}

/** The SQL of a part as one script in which each statement stands on the line that it has in its file. */
export function scriptOf(chunks: readonly SqlChunk[]): string {
  let script = ''
  let line = 1
  for (const { text, line: begins } of chunks) {
    // On a line of its own: the chunk before may end in a comment.
    if (script !== '') {
      script += '\n;'
      line++
    }
    script += '\n'.repeat(Math.max(0, begins - line)) + text
    line = Math.max(line, begins) + text.split('\n').length - 1
  }
  return script
}
