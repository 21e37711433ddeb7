/**
 * Characters that a person does not see, or that change what they see: controls (C0, C1, DEL), formats
 * (bidirectional overrides, zero-width characters, tags), lone surrogates, line and paragraph separators,
 * and the fillers that look like nothing. Zero-width joiners inside an emoji are left alone.
 * See "Trojan Source" (CVE-2021-42574) for what bidirectional controls do to a review.
 */
const UNSEEN =
  /((?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic}))|[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u115f\u1160\u3164\uffa0]/gu

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Text on one line with every character that cannot be seen written as an escape: `\n`, `\x1b`, `\u202e`. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character, joiner?: string) => joiner ?? escapeOf(character))
}

/** As `visible` for text of several lines, such as a fix: lines stay, empty ones go. */
export function visibleLines(text: string): string {
  return text
    .split(/\r\n|\n/)
    .filter((line) => line.trim() !== '')
    .map(visible)
    .join('\n')
}

/** As `visible` for source code: tabs and line feeds stay. */
export function visibleCode(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .split(/([\n\t])/)
    .map((part) => (part === '\n' || part === '\t' ? part : visible(part)))
    .join('')
}

/** At most `length` UTF-16 code units, cut between characters, ending in `…` where something is left out. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.slice(0, Math.max(0, length - 1))
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`
}

function escapeOf(character: string): string {
  const short = SHORT[character]
  if (short !== undefined) return short
  const code = character.codePointAt(0) ?? 0
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\u{${code.toString(16)}}`
}
