import type { Adapter } from '../adapter.ts'
import { baseName, directoryOf } from '../adapter.ts'
import { pairedStep } from '../paired-sql.ts'

const FLAT = /^(\d{4,}_.+?)([._-]down)?\.sql$/s

/**
 * Drizzle Kit: `<number>_<name>.sql`, or since version 1 `<moment>_<name>/migration.sql`
 * (https://orm.drizzle.team/docs/kit-overview). It runs no way back; `<number>_<name>.down.sql` or `down.sql` beside is
 * what projects keep for the day they need one.
 */
export const drizzle: Adapter = {
  framework: 'drizzle',
  title: 'Drizzle',
  checksummed: false,
  // By the moment in its journal, which the file does not tell.
  knownBy: 'content',
  late: 'applied',
  downs: 'optional',
  place(path) {
    const directory = directoryOf(path)
    const file = baseName(path)
    if (/^(?:migration|down)\.sql$/.test(file) && /^\d+_/.test(baseName(directory))) {
      const role = file === 'down.sql' ? 'down' : 'up'
      return { key: directory, role, set: directoryOf(directory), name: baseName(directory) }
    }
    const match = FLAT.exec(file)
    if (!match) return undefined
    const name = match[1] ?? ''
    return { key: `${directory}/${name}`, role: match[2] ? 'down' : 'up', set: directory, name }
  },
  async read(files) {
    const { path, source } = files.up
    const marked = source.text.includes('--> statement-breakpoint')
    if (!marked && !/(?:^|\/)drizzle(?:\/|[-_.])/.test(path)) return undefined
    const expected = path.endsWith('/migration.sql')
      ? `${directoryOf(path)}/down.sql`
      : path.replace(/\.sql$/, '.down.sql')
    const step = await pairedStep(drizzle, files, expected)
    return step.reversibility === 'missing' && !files.setHasDowns
      ? { ...step, reversibility: 'forward-only' }
      : step
  },
}
