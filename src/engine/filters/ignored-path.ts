import { isIgnored } from '../../../config/index.ts'
import type { Filter } from './filter.ts'

/** The configuration ignores the path, or the caller asked for other paths only. */
export const ignoredPath: Filter = ({ location: { path } }, { config, only }) => {
  if (isIgnored(config, path)) return { because: 'ignored-path' }
  if (only && !only(path)) return { because: 'ignored-path', detail: 'not among the paths asked for' }
  return undefined
}
