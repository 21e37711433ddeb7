import type { Finding, Review } from '../../model/index.ts'
import { formatLocation } from '../../model/index.ts'
import { type Catalogue, familyTitle, moduleOf } from '../catalogue.ts'
import { visible, visibleLines } from '../escape/index.ts'
import { byFile, heldBack, shown } from '../group.ts'
import { plainText } from '../plain.ts'
import { conclusionWords, gaps, gapTitle, hiddenWords, position, shortSha, summary } from '../words.ts'
import {
  CONCLUSION_STYLE,
  LEVEL_STYLE,
  MARK,
  type Paint,
  pad,
  painter,
  type TerminalOptions,
  wrap,
} from './layout.ts'

export type { TerminalOptions } from './layout.ts'

/** Columns before the text of a finding: two, the position, the level. */
const INDENT = 20

/** A review for a person at a terminal, ending in a line end. */
export function toTerminal(review: Review, catalogue: Catalogue, options: TerminalOptions = {}): string {
  const paint = painter(options.colour ?? false)
  const width = Math.max(40, options.width ?? 100)
  const findings = shown(review)
  const told = new Set<string>()
  const blocks = byFile(findings).map(({ path, findings: inFile }) =>
    [
      paint(['bold', 'underline'], visible(path)),
      ...inFile.map((finding) => findingText(finding, catalogue, paint, width, told)),
    ].join('\n'),
  )
  return `${[
    ...blocks,
    ...notices(review, paint, width),
    ...notLookedAt(review, paint, width),
    ...held(review, paint, width),
    verdict(review, catalogue, findings, paint, width),
  ].join('\n\n')}\n`
}

function findingText(
  finding: Finding,
  catalogue: Catalogue,
  paint: Paint,
  width: number,
  told: Set<string>,
): string {
  const rule = catalogue.rule(finding.ruleId)
  const place = position(finding.location)
  const where = pad(place === '' ? 'file' : place, 9)
  const head = `  ${paint('dim', where)}${paint(LEVEL_STYLE[finding.level], pad(finding.level, 9))}`
  const was = finding.location.side === 'base' ? ' (line of the base)' : ''
  const lines = [
    `${head}${paint('bold', wrap(finding.message, width, INDENT))}${paint('dim', was)}`,
    `${' '.repeat(INDENT)}${paint('dim', finding.ruleId)}`,
  ]
  const say = (label: string, text: string): void => {
    lines.push(`${' '.repeat(INDENT - 6)}${paint('dim', pad(label, 6))}${wrapLines(text, width)}`)
  }
  for (const related of finding.relatedLocations ?? []) {
    say('see', `${formatLocation(related)}${related.side === 'base' ? ' (base)' : ''}  ${related.message}`)
  }
  const first = !told.has(finding.ruleId)
  told.add(finding.ruleId)
  if (first && rule) say('why', plainText(rule.why))
  const fix = finding.fix ?? (first && rule ? plainText(rule.fix) : undefined)
  if (fix !== undefined) say('fix', fix)
  if (first && rule) {
    const module = moduleOf(catalogue, finding.ruleId)
    say('read', catalogue.links.rule(finding.ruleId))
    if (module) say('', `${module.url} (${module.number} ${module.title})`)
  }
  return lines.join('\n')
}

/** Lines of the text stay lines, under one another. */
function wrapLines(text: string, width: number): string {
  const lines = visibleLines(text).split('\n')
  return lines.map((line) => wrap(line, width, INDENT)).join(`\n${' '.repeat(INDENT)}`)
}

function notices(review: Review, paint: Paint, width: number): string[] {
  if (review.notices.length === 0) return []
  const lines = review.notices.map((notice) => {
    const where = notice.location ? `${formatLocation(notice.location)}: ` : ''
    return `  ${paint(LEVEL_STYLE[notice.level], pad(notice.level, 9))}${wrap(where + notice.message, width, 11)}`
  })
  return [[paint('bold', 'Notices'), ...lines].join('\n')]
}

function notLookedAt(review: Review, paint: Paint, width: number): string[] {
  const missing = gaps(review)
  if (missing.length === 0) return []
  const lines = missing.map((gap) => {
    const text = gap.ruleId === undefined ? gap.text : `${gapTitle(gap)}: ${gap.text}`
    return `  ${paint('yellow', '!')} ${wrap(text, width, 4)}`
  })
  return [[paint('bold', 'Not looked at'), ...lines].join('\n')]
}

function held(review: Review, paint: Paint, width: number): string[] {
  const groups = heldBack(review)
  if (groups.length === 0) return []
  const text = groups.map(({ because, findings }) => `${findings.length} ${hiddenWords(because)}`).join(', ')
  return [`${paint('bold', 'Held back')}  ${wrap(text, width, 11)}`]
}

function verdict(
  review: Review,
  catalogue: Catalogue,
  findings: readonly Finding[],
  paint: Paint,
  width: number,
): string {
  const titles = review.families.map(({ family }) => familyTitle(catalogue, family))
  const room = Math.max(0, ...titles.map((title) => title.length)) + 2
  const lines = review.families.map(({ conclusion, summary: text }, index) => {
    const mark = paint(CONCLUSION_STYLE[conclusion], MARK[conclusion])
    return `  ${mark} ${pad(titles[index] ?? '', room)}${wrap(text, width, room + 4)}`
  })
  const { conclusion } = review
  const words = `${MARK[conclusion]} ${conclusionWords(conclusion)}`
  return [
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    `${paint(CONCLUSION_STYLE[conclusion], words)}  ${summary(findings)}  ${paint(
      'dim',
      `${shortSha(review.baseSha)} → ${shortSha(review.headSha)}`,
    )}`,
  ].join('\n')
}
