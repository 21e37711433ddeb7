/** A Django regular expression as a path: `^users/(?P<id>\d+)/$` is `users/{id}/`. What is no plain path stays odd. */
export function plainPattern(pattern: string): string {
  let text = ''
  const source = pattern.replace(/^\^/, '').replace(/\$$|\\Z$/, '')
  for (let at = 0; at < source.length;) {
    if (source[at] === '(') {
      const end = closing(source, at)
      const inner = source.slice(at, end)
      const name = /^\(\?P<(\w+)>/.exec(inner)?.[1]
      // `(?:…)?` may be left out.
      if (!inner.startsWith('(?:')) text += `{${name ?? 'parameter'}}`
      at = end
      if (/[?*+]/.test(source[at] ?? '')) at++
    } else if (source[at] === '\\') {
      text += source[at + 1] ?? ''
      at += 2
    } else {
      if (!/[?+^$]/.test(source[at] ?? '')) text += source[at]
      at++
    }
  }
  return text
}

/** Offset after the bracket that closes the one at `start`; brackets in a character class do not count. */
function closing(text: string, start: number): number {
  let depth = 0
  let inClass = false
  for (let at = start; at < text.length; at++) {
    const char = text[at]
    if (char === '\\') at++
    else if (char === '[') inClass = true
    else if (char === ']') inClass = false
    else if (!inClass && char === '(') depth++
    else if (!inClass && char === ')' && --depth === 0) return at + 1
  }
  return text.length
}
