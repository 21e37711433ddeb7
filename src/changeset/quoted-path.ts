const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  '\\': 92,
}

/**
 * Undoes git's C-style quoting of a path (`core.quotePath`), byte by byte: in and out are latin1 strings,
 * one character a byte. A path without quotes is returned as it is.
 * Source: quote.c, `quote_c_style`.
 */
export function unquotePath(quoted: string): string {
  if (!quoted.startsWith('"') || !quoted.endsWith('"') || quoted.length < 2) return quoted
  return quoted
    .slice(1, -1)
    .replaceAll(/\\(?:([0-7]{3})|(.))/gs, (_, octal: string | undefined, letter: string | undefined) =>
      String.fromCharCode(
        octal === undefined
          ? (ESCAPES[letter ?? ''] ?? (letter ?? '').charCodeAt(0))
          : Number.parseInt(octal, 8),
      ),
    )
}

/** A path as git stores it: bytes, by custom UTF-8. */
export interface DecodedPath {
  /** Bytes that are no UTF-8 are written `\xNN`, so that the file can be named. */
  path: string
  valid: boolean
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Decodes the bytes of a path, given as a latin1 string. */
export function decodePath(latin1: string): DecodedPath {
  const bytes = Buffer.from(latin1, 'latin1')
  try {
    return { path: decoder.decode(bytes), valid: true }
  } catch {
    const path = latin1.replaceAll(/[\u0080-\u00ff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`)
    return { path, valid: false }
  }
}
