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

const MAX_WIDTH = 110

/** Breaks a long list of values that something is built from, where the language lets lines end in it. */
export function broken(text: string, by: string): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const [, before = '', list = '', after = ''] =
        line.length > MAX_WIDTH ? (/^(\s*\S.*\bnew [\w.<>]+\()([\w$, ]+)(\)[;\s]*)$/.exec(line) ?? []) : []
      if (list === '') return [line]
      const indent = /^\s*/.exec(before)?.[0] ?? ''
      const rows: string[] = []
      for (const value of list.split(', ')) {
        const last = rows.at(-1)
        if (last !== undefined && last.length + value.length < MAX_WIDTH - 10)
          rows[rows.length - 1] = `${last} ${value},`
        else rows.push(`${indent}${by}${value},`)
      }
      return [before, ...rows.slice(0, -1), (rows.at(-1) ?? '').slice(0, -1), indent + after]
    })
    .join('\n')
}

/** Blocks with one empty line between them. */
export function paragraphs(blocks: readonly (readonly string[])[]): string[] {
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : ['', ...block]))
}
