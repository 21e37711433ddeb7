import picomatch from 'picomatch'

/** A predicate over repository paths. `*` also matches names that begin with a dot. */
export function matcher(globs: string | readonly string[]): (path: string) => boolean {
  const list = typeof globs === 'string' ? [globs] : [...globs]
  if (list.length === 0) return () => false
  const match = picomatch(list, { dot: true })
  return (path) => match(path)
}
