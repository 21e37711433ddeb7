import type { Adapter, Place } from '../adapter.ts'
import { directoryOf } from '../adapter.ts'
import { withExecution } from '../execution.ts'
import { pairedStep } from '../paired-sql.ts'

const PLACEHOLDER = /\{(dir|version|name)\}/
const FORMS: Record<string, string> = {
  dir: '(?<dir>(?:[^/]+/)*[^/]+)',
  version: '(?<version>\\d+(?:[._-]\\d+)*)',
  name: '(?<name>[^/]+?)',
}

/**
 * An adapter for a layout of a repository's own: plain SQL, one file for each way.
 * @param up path of the way up, with `{dir}`, `{version}` and `{name}` where paths differ
 * @param down path of the way back, with the same placeholders
 */
export function templateAdapter(up: string, down: string): Adapter {
  const [ups, downs] = [patternOf(up), patternOf(down)]
  const adapter: Adapter = {
    framework: `template:${up}`,
    title: 'SQL',
    checksummed: false,
    knownBy: 'version',
    late: 'applied',
    place(path) {
      // `{name}` alone may fit both: what is a way back is never taken for a way up.
      const back = downs.exec(path)
      const match = back ?? ups.exec(path)
      if (!match) return undefined
      const { dir = '', version, name = '' } = match.groups ?? {}
      const place: Place = {
        key: [dir, version, name].filter(Boolean).join('/'),
        role: back ? 'down' : 'up',
        set: dir || directoryOf(up),
        name: name || (version ?? ''),
      }
      return version === undefined ? place : { ...place, version }
    },
    read(files) {
      const groups = ups.exec(files.up.path)?.groups ?? {}
      const expected = down.replaceAll(new RegExp(PLACEHOLDER, 'g'), (_, name: string) => groups[name] ?? '')
      return pairedStep(adapter, files, expected)
    },
  }
  return withExecution(adapter)
}

function patternOf(template: string): RegExp {
  const seen = new Set<string>()
  const source = template
    .split(PLACEHOLDER)
    .map((part, index) => {
      if (index % 2 === 0) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
      // A name that comes twice must be the same both times.
      if (seen.has(part)) return `\\k<${part}>`
      seen.add(part)
      return FORMS[part] ?? ''
    })
    .join('')
  return new RegExp(`^${source}$`)
}
