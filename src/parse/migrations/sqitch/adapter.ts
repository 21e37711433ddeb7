import type { Adapter, MigrationFiles } from '../adapter.ts'
import { aboveAndBeside, baseName } from '../adapter.ts'
import { pairedStep } from '../paired-sql.ts'

/**
 * Sqitch changes: `deploy/<name>.sql` and `revert/<name>.sql` (https://sqitch.org/docs/manual/sqitch/). Order and
 * identity come from `sqitch.plan`; a change is known by its line there or by the header of its script.
 */
export const sqitch: Adapter = {
  framework: 'sqitch',
  title: 'Sqitch',
  checksummed: false,
  knownBy: 'content',
  late: 'applied',
  place(path) {
    const match = /^((?:.*\/)?)(deploy|revert)\/(.+)\.sql$/s.exec(path)
    if (!match) return undefined
    const [, top = '', way, name = ''] = match
    return { key: `${top}${name}`, role: way === 'revert' ? 'down' : 'up', set: top.replace(/\/$/, ''), name }
  },
  configs: (path) => aboveAndBeside(path, 'sqitch.plan'),
  async read(files) {
    const { text } = files.up.source
    if (!/^\s*-- Deploy \S+/.test(text) && !planned(files)) return undefined
    const up = files.up.path
    const at = up.length - `deploy/${files.place.name}.sql`.length
    return pairedStep(sqitch, files, `${up.slice(0, at)}revert/${files.place.name}.sql`)
  },
}

/** Whether a plan has a line for the change; a change that was reworked stands under its name with a tag. */
function planned({ place, configs }: MigrationFiles): boolean {
  const name = place.name.replace(/@[^/]*$/, '')
  for (const [path, text] of configs ?? []) {
    if (baseName(path) !== 'sqitch.plan') continue
    if (text.split('\n').some((line) => line === name || line.startsWith(`${name} `))) return true
  }
  return false
}
