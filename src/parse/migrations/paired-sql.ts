import type { Adapter, MigrationFile, MigrationFiles } from './adapter.ts'
import { inverseOf, judgeSql, replaceLines, type SqlPart, sqlPart } from './sql-part.ts'
import type { Step } from './step.ts'

/**
 * Reads a migration that is kept in two files of plain SQL.
 * @param expected path of the file that holds the way back
 */
export async function pairedStep(
  adapter: Pick<Adapter, 'framework'>,
  files: MigrationFiles,
  expected: string,
): Promise<Step> {
  const { place } = files
  const up = files.up.path.endsWith('.sql') ? await sqlPart(files.up) : foreignPart(files.up)
  const foreign = files.down && !files.down.path.endsWith('.sql')
  const down = files.down && !foreign ? await sqlPart(files.down) : undefined
  const judged = foreign ? { reversibility: 'explicit' as const } : judgeSql(up, down)
  const inverse = inverseOf(up)
  const remedy =
    inverse !== undefined && files.down && down && ['empty', 'fake'].includes(judged.reversibility)
      ? replaceLines(down.path, files.down.source, 1, down.region.endLine, inverse)
      : undefined
  const room = files.down && down && replaceLines(down.path, files.down.source, 1, down.region.endLine, '')
  return {
    id: `${adapter.framework}:${place.key}`,
    framework: adapter.framework,
    ...(place.version !== undefined && { version: place.version }),
    name: place.name,
    path: files.up.path,
    up,
    ...(down && { down }),
    ...judged,
    obstacles: [],
    expected: `\`${expected}\``,
    ...(inverse !== undefined && { inverse }),
    ...(room && { room: { path: room.path, region: room.region, before: '' } }),
    ...(remedy && { remedy }),
  }
}

/** A way up in another language, which is taken to do something. */
function foreignPart({ path, source }: MigrationFile): SqlPart {
  return {
    path,
    region: source.region(0, source.text.length),
    effects: [{ what: 'runs code', kind: 'schema' }],
    code: source.text.replaceAll(/\s+/g, ' '),
    comments: [],
    statements: 1,
  }
}
