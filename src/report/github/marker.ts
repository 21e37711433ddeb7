import { createHash } from 'node:crypto'

/** What a comment of ours carries invisibly, so that the next push knows it again. */
export interface Marker {
  /** Fingerprints of the findings the comment speaks of. */
  fingerprints: string[]
  /** The rules they are of; findings of several rules on one line share a comment. */
  ruleIds: string[]
  state: 'open' | 'fixed'
  /** First 12 hexadecimal digits of a SHA-256 over the visible body: tells whether a person edited it. */
  hash: string
}

const PATTERN =
  /\n?<!-- roadmap-review:v1 fp=([0-9a-f,]*) rule=([a-z0-9/,-]*) state=(open|fixed) hash=([0-9a-f]{12}) -->\s*$/

/** Adds the marker to a body. */
export function withMarker(body: string, marker: Omit<Marker, 'hash'>): string {
  const text = body.trimEnd()
  const { fingerprints, ruleIds, state } = marker
  return `${text}
<!-- roadmap-review:v1 fp=${fingerprints.join(',')} rule=${ruleIds.join(',')} state=${state} hash=${hashOf(text)} -->`
}

/** The body without its marker, with line feeds only. */
export function withoutMarker(body: string): string {
  return body.replace(PATTERN, '').replaceAll('\r\n', '\n').trimEnd()
}

/**
 * Reads the marker at the end of a comment. The caller must know that the comment is the app's own: anybody
 * can write the same text.
 */
export function readMarker(body: string): Marker | undefined {
  const match = PATTERN.exec(body)
  if (!match) return undefined
  return {
    fingerprints: (match[1] ?? '').split(',').filter(Boolean),
    ruleIds: (match[2] ?? '').split(',').filter(Boolean),
    state: match[3] === 'fixed' ? 'fixed' : 'open',
    hash: match[4] ?? '',
  }
}

/** Whether the visible text is still what the app wrote. GitHub may turn line ends into CRLF. */
export function isUntouched(body: string): boolean {
  const marker = readMarker(body)
  return marker !== undefined && hashOf(withoutMarker(body)) === marker.hash
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
