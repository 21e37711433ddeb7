import type { Adapter } from '../adapter.ts'
import { baseName, directoryOf } from '../adapter.ts'
import { pairedStep } from '../paired-sql.ts'

/** `<version>_<name>/up.sql` and `down.sql` (https://diesel.rs/guides/getting-started). */
export const diesel: Adapter = {
  framework: 'diesel',
  title: 'Diesel',
  checksummed: false,
  knownBy: 'version',
  // Every pending directory runs, in order.
  late: 'applied',
  place(path) {
    const role = /^(up|down)\.sql$/.exec(baseName(path))?.[1]
    if (!role) return undefined
    const directory = directoryOf(path)
    const match = /^(\d[\d-]*?)_(.+)$/s.exec(baseName(directory))
    if (!match) return undefined
    return {
      key: directory,
      role: role === 'down' ? 'down' : 'up',
      set: directoryOf(directory),
      // Dashes are for the eye: Diesel takes them out.
      version: (match[1] ?? '').replaceAll('-', ''),
      name: match[2] ?? '',
    }
  },
  read(files) {
    return pairedStep(diesel, files, `${files.place.key}/down.sql`)
  },
}
