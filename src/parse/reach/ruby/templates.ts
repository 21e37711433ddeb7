/** Templates hold Ruby between marks (ERB), or on lines of their own (Haml, Slim). */
export function isTemplate(path: string): boolean {
  return /\.(?:erb|haml|slim)$/.test(path)
}

const ERB = /<%(?!#|%)[=-]{0,2}([\s\S]*?)-?%>/g
/** What stands behind `=`, `-` or a tag with `=`, or between `#{` and `}`. */
const HAML =
  /^[^\S\n]*(?:[%.#&][\w.#&:-]*(?:[({][^\n]*?[)}])?)?[=-]{1,2}>?[^\S\n]*(\S[^\n]*)$|#\{([^}\n]*)\}/gm
const SLIM_TAG = /^[^\S\n]*\w[\w.#-]*[^=\n]*==?[^\S\n]+(\S[^\n]*)$/gm

/** The Ruby of a template, piece by piece: what it speaks, not a program. */
export function rubyIn(path: string, text: string): string {
  if (path.endsWith('.erb')) return pieces(text, ERB)
  return pieces(text, HAML) + (path.endsWith('.slim') ? `\n${pieces(text, SLIM_TAG)}` : '')
}

function pieces(text: string, pattern: RegExp): string {
  return [...text.matchAll(pattern)].map((found) => found[1] ?? found[2] ?? '').join('\n')
}
