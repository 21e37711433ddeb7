import type { Adapter } from '../adapter.ts'
import { baseName, directoryOf } from '../adapter.ts'
import { pairedStep } from '../paired-sql.ts'

/**
 * `migrations/<moment>_<name>/migration.sql`. Prisma runs no way back; `down.sql` beside, made by `prisma migrate diff`
 * and run by `prisma db execute`, is its documented substitute
 * (https://www.prisma.io/docs/orm/prisma-migrate/workflows/generating-down-migrations).
 */
export const prisma: Adapter = {
  framework: 'prisma',
  title: 'Prisma',
  // It keeps a checksum, and `migrate deploy` only warns when that no longer fits.
  checksummed: true,
  // By the folder's whole name: two may share a moment, and one that is late runs nevertheless.
  knownBy: 'content',
  late: 'applied',
  downs: 'optional',
  place(path) {
    const role = /^(?:(migration)|down)\.sql$/.exec(baseName(path))
    const directory = directoryOf(path)
    if (!role || !/^\d+_/.test(baseName(directory)) || /(?:^|\/)drizzle\//.test(path)) return undefined
    return {
      key: directory,
      role: role[1] ? 'up' : 'down',
      set: directoryOf(directory),
      name: baseName(directory),
    }
  },
  async read(files) {
    // Drizzle has had the same names since its version 1.
    if (files.up.source.text.includes('--> statement-breakpoint')) return undefined
    const step = await pairedStep(prisma, files, `${files.place.key}/down.sql`)
    return step.reversibility === 'missing' && !files.setHasDowns
      ? { ...step, reversibility: 'forward-only' }
      : step
  },
}
