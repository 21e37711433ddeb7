/** What stands in a JSON report of each kind, and in no other file that lies beside one. */
const JSON_MARKS =
  /"statementMap"|"llvm\.coverage\.json\.export"|"executed_lines"|"simplecov_version"|"coverage"\s*:\s*\{\s*"[^"]+"\s*:\s*(?:\[|\{\s*"lines")/

/** How far the root of an XML file is looked for: JaCoCo writes all on one line after its doctype. */
const PROLOG = 4096

/**
 * Whether a text could be a coverage report that is worth reading: archives of coverage also hold test results, summaries and
 * pages. One that is broken further down still looks like one. Cheap; linear in the text.
 */
export function looksLikeCoverage(text: string): boolean {
  const [start] = /\S/.exec(text.slice(0, PROLOG).replace('\uFEFF', '')) ?? []
  if (start === '<') {
    const prolog = text.slice(0, PROLOG).replaceAll(/<!--[^]*?(?:-->|$)/g, '')
    const [root] = /<[A-Za-z][\w:.-]*[^>]*/.exec(prolog) ?? []
    // JaCoCo's own root is a plain word: its name attribute or groups tell it from other reports.
    return root !== undefined && (/^<coverage\b/.test(root) || /^<report\b[^>]*\bname=/.test(root))
  }
  if (start === '{' || start === '[') return JSON_MARKS.test(text)
  return /^\s*mode: (?:set|count|atomic)\s/.test(text) || /^(?:SF|TN):/m.test(text.slice(0, 1_000_000))
}
