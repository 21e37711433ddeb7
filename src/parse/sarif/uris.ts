/** Bases under bases. */
const MAX_CHAIN = 8

export interface ArtifactLocation {
  uri?: unknown
  uriBaseId?: unknown
  index?: unknown
}

/**
 * The path that an artifact location means (SARIF 2.1.0, 3.4): its URI under its base, and that under its own base. A base
 * without an address is the root of the tree. Nothing is fetched. Undefined for what is no path of a file: another scheme,
 * a way out of the tree.
 */
export function pathOf(
  location: ArtifactLocation,
  bases: Readonly<Record<string, ArtifactLocation | undefined>>,
): string | undefined {
  let path = ''
  let current: ArtifactLocation | undefined = location
  for (let step = 0; current; step++) {
    if (step > MAX_CHAIN) return undefined
    const { uri, uriBaseId }: ArtifactLocation = current
    if (typeof uri === 'string') {
      const part = decode(uri)
      if (part === undefined) return undefined
      path = step === 0 ? part : `${part.replace(/\/$/, '')}/${path}`
      if (part.startsWith('/')) break
    } else if (step === 0) return undefined
    current = typeof uriBaseId === 'string' && Object.hasOwn(bases, uriBaseId) ? bases[uriBaseId] : undefined
  }
  return normal(path)
}

function decode(uri: string): string | undefined {
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]+):(.*)$/i.exec(uri) ?? []
  if (scheme !== undefined && scheme.toLowerCase() !== 'file') return undefined
  // `file:///a`, `file:/a`, `file://host/a`; a drive letter of Windows (`C:/a`) is no scheme of two letters.
  const path = scheme === undefined ? uri.replace(/^(?=[a-z]:[\\/])/i, '/') : rest.replace(/^\/\/[^/]*/, '')
  try {
    return decodeURIComponent(path.replace(/[?#].*$/, '')).replaceAll('\\', '/')
  } catch {
    return path.replaceAll('\\', '/')
  }
}

function normal(path: string): string | undefined {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.length === 0) return undefined
      parts.pop()
    } else if (part !== '' && part !== '.') parts.push(part)
  }
  if (parts.length === 0 || path.includes('\0')) return undefined
  return `${path.startsWith('/') ? '/' : ''}${parts.join('/')}`
}
