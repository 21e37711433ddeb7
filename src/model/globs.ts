import picomatch from 'picomatch'

/**
 * A predicate over repository paths. `*` also matches names that begin with a dot, and names with line
 * breaks in them: git allows those, and no rule may be escaped by one.
 */
export function matcher(globs: string | readonly string[]): (path: string) => boolean {
  const list = typeof globs === 'string' ? [globs] : [...globs]
  if (list.length === 0) return () => false
  const match = picomatch(list, { dot: true })
  return (path) => match(path.replaceAll(/[\n\r\u2028\u2029]/g, '_'))
}
