import { extensionOf, type Language } from '../code/index.ts'
import type { CoverageReport, FileCoverage } from './report.ts'
import { countLines, silentLines, type SilentLines } from './silent-lines.ts'

/** Why the coverage of a file cannot be true of its text. */
export interface Suspicion {
  /** 1-based, in the text. */
  line: number
  why: string
}

const scripts = new Set<Language | undefined>(['javascript', 'typescript', 'tsx'])
/** Languages whose tools count blocks from brace to brace, with the blank lines and comments in them. */
const blocks = new Set<Language | undefined>(['go', 'rust'])
/** Code inlined by these compilers has lines of its own past the end of the file. */
const inlining = new Set(['kt', 'kts', 'scala', 'groovy'])
/** A source map may lead one statement to the bracket after it, not several of a file. */
const manyBrackets = 3
/** From this share of all lines on, a tool lists lines whatever stands on them: V8 counts text, not statements. */
const denseShare = 0.9

/**
 * What shows that the coverage of a file was forged, or measured on another version of it: executions of lines that
 * cannot run. No finding does not mean that it is true.
 * @param path as in the report, and with the extension of the file
 * @param text of the file
 */
export async function suspicious(
  report: CoverageReport,
  path: string,
  text: string,
): Promise<Suspicion | undefined> {
  const file = report.files.get(path)
  // Tools do not agree on where a lone carriage return, or another separator, ends a line.
  if (!file || /\r(?!\n)|[\f\v\u0085\u2028\u2029]/.test(text)) return undefined
  const hit = [...file.lines].filter(([, hits]) => hits > 0).map(([line]) => line)
  hit.sort((a, b) => a - b)
  return pastTheEnd(hit, path, text) ?? (await onSilentLine(hit, file, report, path, text))
}

function pastTheEnd(hit: readonly number[], path: string, text: string): Suspicion | undefined {
  const count = countLines(text)
  // Some tools count the empty line after the last line end, or a first line in an empty file.
  const line = hit.find((one) => one > count + 1)
  if (line === undefined || inlining.has(extensionOf(path))) return undefined
  return { line, why: `line ${line} was executed, and the file has ${count} lines` }
}

async function onSilentLine(
  hit: readonly number[],
  file: FileCoverage,
  report: CoverageReport,
  path: string,
  text: string,
): Promise<Suspicion | undefined> {
  const silent = await silentLines(text, path)
  if (!silent) return report.format === 'jacoco' ? onSilentText(hit, text) : undefined
  if (scripts.has(silent.language) && file.lines.size >= silent.count * denseShare) return undefined
  const isBlocks = blocks.has(silent.language) || report.format === 'llvm' || report.format === 'go'
  const brackets: number[] = []
  for (const line of hit) {
    if (line > silent.count) break
    const what = silent.at(line)
    if (what === 'closing bracket') brackets.push(line)
    else if (what && !(isBlocks && silent.inFunction(line))) return suspicion(line, what)
  }
  const [first] = brackets
  const isMuch = brackets.length >= manyBrackets && brackets.length * 10 >= hit.length
  return isMuch && first && scripts.has(silent.language) && !countsBrackets(file, silent)
    ? suspicion(first, 'closing bracket')
    : undefined
}

function suspicion(line: number, what: string): Suspicion {
  return { line, why: `line ${line} was executed, and it is a ${what}${what === 'blank' ? ' line' : ''}` }
}

/** JaCoCo reads line tables, which hold no blank line and no comment in any language. */
function onSilentText(hit: readonly number[], text: string): Suspicion | undefined {
  const lines = text.split('\n')
  for (const line of hit) {
    const own = lines[line - 1]?.trim()
    if (own === '') return suspicion(line, 'blank')
    if (own?.startsWith('//')) return suspicion(line, 'comment')
  }
  return undefined
}

/** Tools over V8 leave blank lines out and keep every bracket; tools that count statements list none. */
function countsBrackets(file: FileCoverage, silent: SilentLines): boolean {
  let [all, listed] = [0, 0]
  for (let line = 1; line <= silent.count; line++) {
    if (silent.at(line) !== 'closing bracket') continue
    all++
    if (file.lines.has(line)) listed++
  }
  return listed * 2 >= all
}
