import type { Finding, Level, Location, Region, Review } from '../../model/index.ts'
import { formatLocation } from '../../model/index.ts'
import type { Catalogue } from '../catalogue.ts'
import { codeSpan, markdownProse, shorten, visibleCode } from '../escape/index.ts'
import { splitFix } from '../fix.ts'
import { fenced } from '../github/markdown.ts'
import { shown } from '../group.ts'
import { headPlace } from '../head-place.ts'
import { plainText } from '../plain.ts'

const SOURCE = { name: 'roadmap-review', url: 'https://github.com/roadmap-review/roadmap-review' }

/** reviewdog's severities; the numbers 1 to 3 mean the same. */
const SEVERITIES: Readonly<Record<Level, string>> = { error: 'ERROR', warning: 'WARNING', note: 'INFO' }

/** The shown findings as one `DiagnosticResult` of reviewdog's diagnostic format, `reviewdog -f=rdjson`. */
export function toRdjson(review: Review, catalogue: Catalogue): string {
  const result = { source: SOURCE, diagnostics: shown(review).map((one) => diagnosticOf(one, catalogue)) }
  return `${JSON.stringify(result, undefined, 2)}\n`
}

/** The shown findings as a `Diagnostic` a line, `reviewdog -f=rdjsonl`; without findings, nothing. */
export function toRdjsonl(review: Review, catalogue: Catalogue): string {
  return shown(review)
    .map((one) => `${JSON.stringify({ ...diagnosticOf(one, catalogue), source: SOURCE })}\n`)
    .join('')
}

/**
 * One finding as a `Diagnostic` (reviewdog, proto/rdf/reviewdog.proto). Ranges are whole lines: the format counts columns
 * in bytes of UTF-8, which are not known without the text. reviewdog knows lines of the head alone, so what was removed
 * stands where the head explains it, or else at its file.
 */
function diagnosticOf(finding: Finding, catalogue: Catalogue): object {
  const { location, relatedLocations = [], suggestion } = finding
  const rule = catalogue.rule(finding.ruleId)
  const place = headPlace(finding)
  const url = catalogue.links.rule(finding.ruleId)
  const moved = place === location ? '' : ` (${codeSpan(formatLocation(location))} of the base)`
  const { prose: fix, code } = splitFix(finding.fix ?? (rule ? plainText(rule.fix) : ''))
  const message = [
    // reviewdog puts it into comments as Markdown.
    `${markdownProse(shorten(finding.message, 1_000))}${moved}`,
    ...(fix === '' ? [] : [`**Fix:** ${markdownProse(shorten(fix, 1_000))}`]),
    ...(code === undefined ? [] : [fenced('', visibleCode(shorten(code, 4_000)))]),
  ].join('\n\n')
  const others = relatedLocations.filter(({ side }) => side === 'head').slice(0, 10)
  return {
    message,
    location: locationOf(place),
    severity: SEVERITIES[finding.level],
    code: { value: finding.ruleId, ...(URL.canParse(url) && { url }) },
    ...(suggestion &&
      suggestion.path === place.path && {
        suggestions: [{ range: rangeOf(suggestion.region), text: suggestion.replacement.toWellFormed() }],
      }),
    ...(others.length > 0 && {
      related_locations: others.map((other) => ({
        message: markdownProse(shorten(other.message, 200)),
        location: locationOf(other),
      })),
    }),
  }
}

function locationOf({ side, path, region }: Location): object {
  return { path: path.toWellFormed(), ...(side === 'head' && region && { range: rangeOf(region) }) }
}

function rangeOf({ startLine, endLine }: Region): object {
  return { start: { line: startLine }, end: { line: endLine } }
}
