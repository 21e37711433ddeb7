import type { Adapter } from '../adapter.ts'
import { aboveAndBeside, baseName, configured, directoryOf } from '../adapter.ts'
import { pairedStep } from '../paired-sql.ts'
import { normalVersion } from '../versions.ts'

/**
 * `V<version>__<description>.sql` with `U<version>__….sql` as its undo
 * (https://documentation.red-gate.com/fd/migrations-184127470.html). Repeatable (R) and baseline (B)
 * migrations have no undo and are meant to change: they are none of ours.
 */
export const flyway: Adapter = {
  framework: 'flyway',
  title: 'Flyway',
  // CRC32 over the lines without their ends: a comment counts, CRLF does not.
  checksummed: true,
  knownBy: 'version',
  // `validate` fails on it unless outOfOrder is on.
  late: 'refused',
  pairsByVersion: true,
  place(path) {
    const match = /^([VU])(\d[\d._]*)__(.+)\.sql$/s.exec(baseName(path))
    if (!match) return undefined
    const [, prefix, version = '', name = ''] = match
    // Undo scripts may have a folder of their own beside that of the versioned ones.
    const set = directoryOf(path).replace(/(?:^|\/)(?:undo|versioned)$/i, '')
    return {
      key: `${set}/V${normalVersion(version)}__${name}`,
      role: prefix === 'U' ? 'down' : 'up',
      set,
      version: normalVersion(version),
      name,
    }
  },
  configs: (path) => aboveAndBeside(path, 'Cargo.toml'),
  async read(files) {
    // refinery names its files alike, and its U is no undo.
    if (configured(files, 'Cargo.toml', /\brefinery\b/)) return undefined
    const up = files.up.path
    const expected = `${directoryOf(up)}/${baseName(up).replace(/^V/, 'U')}`.replace(/^\//, '')
    const step = await pairedStep(flyway, files, expected)
    // Undo is not part of the Community edition: a repository without any undo script does not use it.
    if (step.reversibility === 'missing' && !files.setHasDowns)
      return { ...step, reversibility: 'forward-only' }
    return step
  },
}
