import type { Adapter, MigrationFiles } from '../adapter.ts'
import { baseName, directoryOf } from '../adapter.ts'
import { inverseOf, judgeSql, replaceLines, sqlPart } from '../sql-part.ts'
import type { Remedy, Step } from '../step.ts'

/** What parts the two ways (https://github.com/jackc/tern#migrations). */
const SEPARATOR = '---- create above / drop below ----'

/**
 * tern's `001_<name>.sql`: the way up, a separating comment, the way back. Without the comment it cannot be undone; such a
 * file is known by `tern.conf` beside it.
 */
export const tern: Adapter = {
  framework: 'tern',
  title: 'tern',
  checksummed: false,
  knownBy: 'version',
  // It keeps one number, the current version.
  late: 'skipped',
  place(path) {
    const match = /^(\d+)_(.+)\.sql$/s.exec(baseName(path))
    if (!match || /\.(?:up|down)\.sql$/.test(path)) return undefined
    const [, version = '', name = ''] = match
    return { key: path, role: 'both', set: directoryOf(path), version, name }
  },
  configs: (path) => [directoryOf(path) === '' ? 'tern.conf' : `${directoryOf(path)}/tern.conf`],
  async read(files) {
    const { source } = files.up
    const at = source.text.indexOf(SEPARATOR)
    if (at < 0 && (files.configs?.size ?? 0) === 0) return undefined
    const up = await sqlPart(files.up, 0, at < 0 ? source.text.length : at)
    const down = at < 0 ? undefined : await sqlPart(files.up, at, source.text.length)
    const judged = judgeSql(up, down && { ...down, comments: down.comments.filter((one) => !isMark(one)) })
    const inverse = inverseOf(up)
    const remedy =
      inverse !== undefined && ['missing', 'empty', 'fake'].includes(judged.reversibility)
        ? remedyFor(files, at, inverse)
        : undefined
    return {
      id: `tern:${files.place.key}`,
      framework: 'tern',
      version: files.place.version ?? '',
      name: files.place.name,
      path: files.up.path,
      up,
      ...(down && { down }),
      ...judged,
      obstacles: [],
      expected: `part below \`${SEPARATOR}\``,
      ...(inverse !== undefined && { inverse }),
      ...(remedy && { remedy }),
    } satisfies Step
  },
}

function isMark(comment: string): boolean {
  return comment.includes('create above / drop below')
}

function remedyFor({ up }: MigrationFiles, at: number, inverse: string): Remedy | undefined {
  const { path, source } = up
  const { endLine } = source.region(0, source.text.length)
  if (at < 0) {
    const replacement = `${source.line(endLine)}\n\n${SEPARATOR}\n\n${inverse}`
    return replaceLines(path, source, endLine, endLine, replacement)
  }
  const { startLine } = source.region(at, at + SEPARATOR.length)
  return replaceLines(path, source, startLine, endLine, `${source.line(startLine)}\n\n${inverse}`)
}
