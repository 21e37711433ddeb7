import { join } from 'node:path'

export interface MirrorName {
  dataDir: string
  owner: string
  name: string
  cloneUrl: string
}

export interface MirrorLocation {
  gitDir: string
  /** Held shared by whoever uses the mirror, exclusively by whoever removes it. */
  useLock: string
  /** Held by the one who writes to it. */
  writeLock: string
}

export interface ProtocolOptions {
  cloneUrl: string
  /** The API's own address: plain http is allowed for its host and no other. */
  apiUrl?: string
  /** Allows `file:` addresses. For tests. */
  allowFile?: boolean
}

export function mirrorRoot(dataDir: string): string {
  return join(dataDir, 'mirrors')
}

/**
 * Where the mirror of a repository lies. GitHub's names are case-insensitive, and so are some file systems.
 * Throws TypeError for a name that could leave the folder.
 */
export function locateMirror({ dataDir, owner, name, cloneUrl }: MirrorName): MirrorLocation {
  const host = new URL(cloneUrl).host.replace(':', '_') || 'local'
  const parts = [host, owner, name].map((part) => part.toLowerCase())
  for (const part of parts) {
    if (!/^[\w.-]{1,200}$/.test(part) || /^\.+$/.test(part))
      throw new TypeError(`not a repository name: ${part}`)
  }
  const key = parts.join('~')
  const root = mirrorRoot(dataDir)
  return lockedBy(join(root, `${key}.git`), root)
}

/** The locks of a mirror lie beside it, so that they outlive its removal. */
export function lockedBy(gitDir: string, root: string): MirrorLocation {
  const key = gitDir.slice(root.length + 1)
  return {
    gitDir,
    useLock: join(root, 'locks', `${key}.use`),
    writeLock: join(root, 'locks', `${key}.write`),
  }
}

/** The one protocol git may speak (`GIT_ALLOW_PROTOCOL`). Throws TypeError for an address that is not allowed. */
export function allowedProtocol({ cloneUrl, apiUrl, allowFile }: ProtocolOptions): string {
  const url = new URL(cloneUrl)
  if (url.username || url.password) throw new TypeError('a clone address must not carry credentials')
  if (url.protocol === 'https:') return 'https'
  if (url.protocol === 'http:' && apiUrl !== undefined && new URL(apiUrl).host === url.host) return 'http'
  if (url.protocol === 'file:' && allowFile) return 'file'
  throw new TypeError(`fetching by ${url.protocol} is not allowed`)
}
