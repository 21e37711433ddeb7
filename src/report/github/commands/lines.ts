/** Comments longer than this hold no commands: people write them short. */
const LONGEST = 20_000

const FENCE = /^ {0,3}(`{3,}(?!.*`)|~{3,})/
/** A bullet or a number, under which another block may begin on the same line. */
const LIST_MARKER = /^ {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+/
/** CommonMark 4.6: what begins a block of HTML that ends at a text of its own. */
const RAW: readonly { begin: RegExp; end: RegExp }[] = [
  { begin: /^ {0,3}<(?:script|pre|style|textarea)(?:[\s>]|$)/i, end: /<\/(?:script|pre|style|textarea)>/i },
  { begin: /^ {0,3}<!--/, end: /-->/ },
  { begin: /^ {0,3}<\?/, end: /\?>/ },
  { begin: /^ {0,3}<!\[CDATA\[/, end: /\]\]>/ },
  { begin: /^ {0,3}<![A-Za-z]/, end: />/ },
]
/** A block of HTML that ends at an empty line. */
const HTML = /^ {0,3}<\/?[A-Za-z]/
/** What mail programs put above the mail that is answered; all that follows is somebody else's. */
const MAIL: readonly RegExp[] = [
  /^(?:On|Am|Le|El|Il|Em|Op|Den|Dne|W dniu)\b.{1,300}\b(?:wrote|schrieb|écrit|escribió|scritto|escreveu|schreef|skrev|napsal|napisał).{0,100}:\s*$/i,
  /^\s*-{2,}\s*(?:Original Message|Forwarded message|Ursprüngliche Nachricht|Message d'origine)\s*-{2,}/i,
  /^_{20,}\s*$/,
  /^(?:From|Von|De):\s.{0,300}$/,
]

/**
 * The lines of a comment that its author wrote as lines of text: none of code, of a quote (with the lines that
 * Markdown draws into it), of HTML, of an HTML comment, or of a mail that was answered. Bounded: one pass.
 */
export function plainLines(body: string): string[] {
  if (body.length > LONGEST) return []
  const lines = body.replace(/\r\n?/g, '\n').split('\n')
  const found: string[] = []
  const spans = new CodeSpans()
  let fence: string | undefined
  let rawEnd: RegExp | undefined
  let html = false
  let quote = false
  for (const [index, line] of lines.entries()) {
    const isEmpty = line.trim() === ''
    if (fence !== undefined) {
      if (closes(line, fence)) fence = undefined
      continue
    }
    if (rawEnd) {
      if (rawEnd.test(line)) rawEnd = undefined
      continue
    }
    if (isEmpty) {
      html = false
      quote = false
      spans.endParagraph()
      continue
    }
    if (html) continue
    if (isMailHeader(lines, index)) break
    const inner = withoutListMarkers(line)
    const opened = FENCE.exec(inner)?.[1]
    if (opened !== undefined) {
      fence = opened
      quote = false
      spans.endParagraph()
      continue
    }
    if (/^\s*>/.test(inner)) {
      quote = true
      spans.endParagraph()
      continue
    }
    const raw = RAW.find(({ begin }) => begin.test(inner))
    if (raw) {
      if (!raw.end.test(inner.replace(/^ {0,3}<!?-{0,2}/, ''))) rawEnd = raw.end
      continue
    }
    if (HTML.test(inner)) {
      html = true
      continue
    }
    const isOpen = spans.isOpenBefore(lines, index)
    // Behind a quote without an empty line, Markdown still counts it to the quote (CommonMark 5.1, laziness).
    if (!isOpen && !quote) found.push(line)
  }
  return found
}

function closes(line: string, fence: string): boolean {
  const run = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(line.replace(/^\s+/, ''))?.[1]
  return run !== undefined && run[0] === fence[0] && run.length >= fence.length
}

function withoutListMarkers(line: string): string {
  let rest = line
  for (let depth = 0; depth < 10 && LIST_MARKER.test(rest); depth += 1) rest = rest.replace(LIST_MARKER, '')
  return rest
}

/** Long headers are broken over two lines. */
function isMailHeader(lines: readonly string[], index: number): boolean {
  const line = (lines[index] ?? '').slice(0, 500)
  const next = (lines[index + 1] ?? '').slice(0, 500)
  if (MAIL.slice(0, 3).some((one) => one.test(line))) return true
  if (MAIL[0]?.test(`${line} ${next}`) === true && !next.startsWith('/')) return true
  return MAIL[3]?.test(line) === true && /^(?:Sent|Date|To|Gesendet|An|Envoyé|À|Enviado|Para):\s/.test(next)
}

/** Code spans and comments that reach over several lines of one paragraph. */
class CodeSpans {
  /** First line of the paragraph that was looked at, and which of its lines begin inside of one. */
  #end = 0
  #inside = new Set<number>()

  endParagraph(): void {
    this.#end = 0
  }

  isOpenBefore(lines: readonly string[], index: number): boolean {
    if (index >= this.#end) this.#look(lines, index)
    return this.#inside.has(index)
  }

  #look(lines: readonly string[], from: number): void {
    let to = from
    while (to < lines.length && !endsParagraph(lines[to] ?? '')) to += 1
    to = Math.max(to, from + 1)
    this.#end = to
    this.#inside = new Set()
    const text = lines.slice(from, to).join('\n')
    const spans = spansOf(text)
    let offset = 0
    let span = 0
    for (let line = from; line < to; line += 1) {
      while ((spans[span]?.[1] ?? Infinity) <= offset) span += 1
      if ((spans[span]?.[0] ?? Infinity) < offset) this.#inside.add(line)
      offset += (lines[line]?.length ?? 0) + 1
    }
  }
}

function endsParagraph(line: string): boolean {
  return line.trim() === '' || /^\s*>/.test(line) || FENCE.test(line)
}

/** Where code spans and HTML comments lie (CommonMark 6.1, 6.6); a run of backticks that nothing closes is text. */
function spansOf(text: string): [number, number][] {
  const runs = [...text.matchAll(/(?<!\\)`+|<!--|-->/g)].map((match) => ({ at: match.index, what: match[0] }))
  const later = new Map<string, number[]>()
  for (const [index, { what }] of runs.entries()) {
    const known = later.get(what)
    if (known) known.push(index)
    else later.set(what, [index])
  }
  const spans: [number, number][] = []
  const next = new Map<string, number>()
  for (let index = 0; index < runs.length; index += 1) {
    const run = runs[index]
    if (!run || run.what === '-->') continue
    const wanted = run.what === '<!--' ? '-->' : run.what
    const candidates = later.get(wanted) ?? []
    let position = next.get(wanted) ?? 0
    while (position < candidates.length && (candidates[position] ?? 0) <= index) position += 1
    next.set(wanted, position)
    const closing = candidates[position]
    const end = closing === undefined ? undefined : runs[closing]
    if (closing === undefined || !end) {
      // A comment that nothing closes may hide what follows.
      if (run.what === '<!--') spans.push([run.at, text.length])
      continue
    }
    spans.push([run.at, end.at + end.what.length])
    index = closing
  }
  return spans
}
