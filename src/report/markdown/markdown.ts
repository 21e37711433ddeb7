import type { Finding, Level, Location, Review } from '../../model/index.ts'
import { formatLocation } from '../../model/index.ts'
import { type Catalogue, familyTitle, moduleOf } from '../catalogue.ts'
import { codeSpan, escapeMarkdown, markdownProse, visibleCode } from '../escape/index.ts'
import { splitFix } from '../fix.ts'
import { fenced } from '../github/markdown.ts'
import { byFile, heldBack, shown } from '../group.ts'
import { conclusionWords, gaps, gapTitle, hiddenWords, position, shortSha, summary } from '../words.ts'

export interface MarkdownReportOptions {
  /** Longest text, in UTF-16 code units; GitHub takes 1 MiB for a job's summary. Cut by whole findings, and said. */
  maxLength?: number
}

/** The review as GitHub Flavored Markdown, for the summary of a CI job. */
export function toMarkdown(
  review: Review,
  catalogue: Catalogue,
  options: MarkdownReportOptions = {},
): string {
  const { maxLength = 900_000 } = options
  const findings = shown(review)
  const head = [
    `## ${conclusionWords(review.conclusion)}: ${summary(findings)}`,
    families(review, catalogue),
    notLookedAt(review),
    notices(review),
  ]
  const tail = [
    held(review),
    `<sub>${codeSpan(shortSha(review.baseSha))} → ${codeSpan(shortSha(review.headSha))}</sub>`,
  ]
  const fixed = [...head, ...tail].join('\n\n').length
  return `${[...head, ...files(findings, catalogue, maxLength - fixed), ...tail].filter((part) => part !== '').join('\n\n')}\n`
}

function families(review: Review, catalogue: Catalogue): string {
  return review.families
    .map(
      ({ family, conclusion, summary: text }) =>
        `- **${escapeMarkdown(familyTitle(catalogue, family))}**: ${conclusionWords(conclusion).toLowerCase()}, ${escapeMarkdown(text)}`,
    )
    .join('\n')
}

function files(findings: readonly Finding[], catalogue: Catalogue, room: number): string[] {
  const parts: string[] = []
  let left = room
  let written = 0
  for (const { path, findings: inFile } of byFile(findings)) {
    const lines = [`### ${codeSpan(path)}`]
    for (const finding of inFile) {
      const text = item(finding, catalogue)
      left -= text.length + 1
      if (left < 200) break
      lines.push(text)
      written += 1
    }
    left -= path.length + 10
    if (lines.length > 1) parts.push(lines.join('\n'))
    if (left < 200) break
  }
  const rest = findings.length - written
  if (rest > 0)
    parts.push(`**${rest} more ${rest === 1 ? 'finding is' : 'findings are'} left out: this text is full.**`)
  return parts
}

const LABEL: Readonly<Record<Level, string>> = { error: 'Error', warning: 'Warning', note: 'Note' }

function item(finding: Finding, catalogue: Catalogue): string {
  const { ruleId, location } = finding
  const rule = catalogue.rule(ruleId)
  const module = moduleOf(catalogue, ruleId)
  const { prose: words, code } = finding.fix === undefined ? {} : splitFix(finding.fix)
  const fix =
    words === undefined
      ? rule?.fix
      : words
          .split(/\s*\n\s*/)
          .map(markdownProse)
          .join(' ')
  const lines = [
    `- **${LABEL[finding.level]}** ${place(location)}${markdownProse(finding.message)}`,
    ...(rule ? [`  - Why: ${oneLine(rule.why)}`] : []),
    ...(fix === undefined ? [] : [`  - Fix: ${oneLine(fix)}`]),
    // A fence may interrupt a paragraph; an empty line would make a loose list.
    ...(code === undefined ? [] : [fenced('', visibleCode(code)).replaceAll(/^/gm, '    ')]),
    ...(finding.relatedLocations ?? []).map(
      (related) => `  - See ${codeSpan(formatLocation(related))}: ${markdownProse(related.message)}`,
    ),
    `  - ${link(ruleId, catalogue.links.rule(ruleId))}${module ? `, ${link(`${module.number} ${module.title}`, module.url)}` : ''}`,
  ]
  return lines.join('\n')
}

function place(location: Location): string {
  const where = position(location)
  if (where === '') return location.side === 'base' ? '(base) ' : ''
  return `${where.includes('-') ? 'lines' : 'line'} ${where}${location.side === 'base' ? ' of the base' : ''}: `
}

function notLookedAt(review: Review): string {
  const missing = gaps(review)
  if (missing.length === 0) return ''
  const lines = missing.map((gap) => `- ${codeSpan(gapTitle(gap))}: ${escapeMarkdown(gap.text)}`)
  return ['### Not looked at', ...lines].join('\n')
}

function notices(review: Review): string {
  if (review.notices.length === 0) return ''
  const lines = review.notices.map(
    ({ level, message, location }) =>
      `- **${LABEL[level]}** ${location ? `${codeSpan(formatLocation(location))}: ` : ''}${markdownProse(message)}`,
  )
  return ['### Notices', ...lines].join('\n')
}

function held(review: Review): string {
  const groups = heldBack(review)
  if (groups.length === 0) return ''
  return `Held back: ${groups.map(({ because, findings }) => `${findings.length} ${hiddenWords(because)}`).join(', ')}.`
}

/** An address stands between angle brackets, which it cannot leave. */
function link(label: string, url: string): string {
  return `[${escapeMarkdown(label)}](<${url.replace(/[<>\\\s]/g, encodeURIComponent)}>)`
}

/** The project's own Markdown inside a list item: a line end would end the item. */
function oneLine(markdown: string): string {
  return markdown.replace(/\s*\n\s*/g, ' ')
}
