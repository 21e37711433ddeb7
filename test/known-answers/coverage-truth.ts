/** What a tool printed for people of one file: hits by line, or only whether it was run (1) or not (0). */
export type Truth = Map<number, number>

/** Lines not run as tables print them: `27-28,30`, where a range passes over lines that cannot run. */
export function missing(lines: ReadonlyMap<number, number>): string {
  const ranges: [number, number][] = []
  let isOpen = false
  for (const [line, hits] of [...lines].toSorted(([a], [b]) => a - b)) {
    const last = ranges.at(-1)
    if (hits === 0 && isOpen && last) last[1] = line
    else if (hits === 0) ranges.push([line, line])
    isOpen = hits === 0
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',')
}

/** The last column of a table of istanbul, Node or coverage.py for one file, without coverage.py's branches. */
export function missingInTable(table: string, name: string): string {
  const row = table.split('\n').find((one) => one.trimStart().startsWith(`${name} `))
  const last = /([\d\s,>-]*?)\s*$/.exec(row?.replace(/^.*[%|](?=.)/, '') ?? '')?.[1] ?? ''
  const ranges = last.split(/[\s,]+/).filter((one) => one !== '' && !one.includes('->'))
  return ranges.join(',')
}

/** Rows of one pattern: the line first, then the hits. */
export function rows(text: string, pattern: RegExp, hitsOf: (match: RegExpMatchArray) => number | undefined) {
  const truth: Truth = new Map()
  for (const match of text.matchAll(pattern)) {
    const hits = hitsOf(match)
    if (hits !== undefined) truth.set(Number(match.groups?.['line']), hits)
  }
  return truth
}

/**
 * The lines that `go tool cover -html` colours, with what is more than a brace on them; the largest count of a line.
 * Lines in the order of its `<pre>`, which holds the text of the file.
 */
export function colouredByGo(html: string): Truth {
  const body = /<pre class="file"[^>]*>([^]*?)<\/pre>/.exec(html)?.[1] ?? ''
  const truth: Truth = new Map()
  let line = 1
  let hits: number | undefined
  for (const [part] of body.matchAll(/<[^>]*>|\n|[^<\n]+/g)) {
    if (part === '\n') line++
    else if (part.startsWith('<')) {
      const title = /title="(\d+)"/.exec(part)?.[1]
      hits = title === undefined ? undefined : Number(title)
    } else if (hits !== undefined && /[^\s{}]/.test(part)) {
      truth.set(line, Math.max(hits, truth.get(line) ?? 0))
    }
  }
  return truth
}
