/** Puts `by` before every line that has something on it. */
export function indented(lines: readonly string[], by: string): string[] {
  return lines.map((line) => (line === '' ? '' : by + line))
}

/** What most samples indent by: their first indented line that is no continuation of a comment. */
export function indentOf(texts: readonly string[], otherwise: string): string {
  for (const text of texts) {
    const found = /^(\t+| {2,8})(?![ *])\S/m.exec(text)?.[1]
    if (found !== undefined) return found.startsWith('\t') ? '\t' : found
  }
  return otherwise
}

/** Blocks with one empty line between them. */
export function paragraphs(blocks: readonly (readonly string[])[]): string[] {
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : ['', ...block]))
}
