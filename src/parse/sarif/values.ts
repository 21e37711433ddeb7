export type Unknown = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The first entries of a list; none where it is no list. */
export function items(value: unknown, most: number): unknown[] {
  return Array.isArray(value) ? value.slice(0, most) : []
}

/** A text that says something, cut to a length. */
export function text(value: unknown, length: number): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, length) : undefined
}

/** The plain text of a `message` or `multiformatMessageString`, its links as their words (SARIF 3.11.6). */
export function textOf(value: unknown): string | undefined {
  return isRecord(value) ? withoutLinks(text(value['text'], 2_000)) : undefined
}

export function withoutLinks(value: string | undefined): string | undefined {
  return value
    ?.replaceAll(/(?<!\\)\[((?:\\.|[^\]\\]){0,500})\]\([^)\s]{0,500}\)/g, '$1')
    .replaceAll(/\\([[\]\\])/g, '$1')
}
