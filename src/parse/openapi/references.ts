import type { SourceTree } from '../source-tree.ts'

/** Where a `$ref` leads. */
export type Reference = { kind: 'local'; path: string; fragment: string } | { kind: 'outside'; why: string }

/**
 * Reads a `$ref` as seen from `from`. Only paths inside the tree are ever followed: a description under review
 * must not make us read a host's files or call a server.
 */
export function readReference(from: string, ref: string): Reference {
  const hash = ref.indexOf('#')
  const file = hash < 0 ? ref : ref.slice(0, hash)
  const fragment = hash < 0 ? '' : ref.slice(hash + 1)
  if (file === '') return { kind: 'local', path: from, fragment }
  if (/^[a-z][a-z0-9+.-]*:/i.test(file) || file.startsWith('//')) {
    return { kind: 'outside', why: 'a URL, which is never fetched' }
  }
  if (file.startsWith('/')) return { kind: 'outside', why: 'an absolute path, which is never read' }
  if (file.includes('\\')) return { kind: 'outside', why: 'not a relative path' }
  const path = joinInside(from, decode(file))
  return path === undefined
    ? { kind: 'outside', why: 'a path outside the repository, which is never read' }
    : { kind: 'local', path, fragment }
}

function joinInside(from: string, relative: string): string | undefined {
  const parts = from.split('/').slice(0, -1)
  for (const part of relative.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined
    } else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

/** Steps of a JSON pointer in a URI fragment (RFC 6901 section 6); undefined when it is no pointer. */
export function fragmentSteps(fragment: string): string[] | undefined {
  if (fragment === '' || fragment === '/') return []
  if (!fragment.startsWith('/')) return undefined
  return fragment
    .slice(1)
    .split('/')
    .map((step) => decode(step).replaceAll('~1', '/').replaceAll('~0', '~'))
}

function decode(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Keys whose values are data or prose: a `$ref` in there refers to nothing. */
export const DATA_KEYS: ReadonlySet<string> = new Set(['example', 'default', 'enum', 'const', 'x-examples'])

/** A `$ref` that is not plainly into the same file, or an escape behind which one could hide. */
const FOREIGN = /\$(?:ref|dynamicRef)(?!["']?[ \t]*:[ \t]*["']?#)|\\(?:x|u00|U000000)[2-7]/

/** Paths inside the tree that a document refers to, each once. */
export function referredPaths(tree: SourceTree): string[] {
  // Walking a large description costs far more than this look at its text.
  if (!FOREIGN.test(tree.text)) return []
  const paths = new Set<string>()
  const seen = new Set<object>()
  const open: unknown[] = [tree.value]
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    if (Array.isArray(value)) {
      for (const item of value) open.push(item)
      continue
    }
    for (const [key, inner] of Object.entries(value)) {
      if ((key === '$ref' || key === '$dynamicRef') && typeof inner === 'string' && !inner.startsWith('#')) {
        const reference = readReference(tree.path, inner)
        if (reference.kind === 'local' && reference.path !== tree.path) paths.add(reference.path)
      } else if (!DATA_KEYS.has(key)) open.push(inner)
    }
  }
  return [...paths].toSorted()
}
