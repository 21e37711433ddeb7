import type { Import, Outline } from './outline.ts'

/**
 * The text of a `.proto` file made ready to be compiled away from its home: imports under the names that the files have there,
 * and without custom options, whose definitions are often not in the repository and which no comparison looks at. Every
 * line stays where it is.
 * @param rename the new path of an import, or nothing where it is to go.
 * @param added further imports.
 */
export function rewritten(
  text: string,
  { imports, custom, header }: Outline,
  rename: (statement: Import) => string | undefined,
  added: readonly string[] = [],
): string {
  const edits = custom.map(({ start, end }) => ({ start, end, text: blank(text.slice(start, end)) }))
  const taken = new Set<string>(added)
  for (const statement of imports) {
    const { start, end, modifier } = statement
    const path = rename(statement)
    const breaks = text.slice(start, end).replaceAll(/[^\n]/g, '')
    const again = path === undefined || taken.has(path)
    if (path !== undefined) taken.add(path)
    edits.push({
      start,
      end,
      text: again ? breaks : `import ${modifier ? `${modifier} ` : ''}"${path}";${breaks}`,
    })
  }
  const inserted = added.map((path) => ` import "${path}";`).join('')
  if (inserted !== '') edits.push({ start: header, end: header, text: inserted })
  edits.sort((a, b) => a.start - b.start || a.end - b.end)
  let result = ''
  let at = 0
  for (const edit of edits) {
    if (edit.start < at) continue
    result += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return result + text.slice(at)
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ')
}
