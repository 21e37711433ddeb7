import type { Finding, Location } from '../../model/index.ts'
import { formatLocation } from '../../model/index.ts'
import { type Catalogue, moduleOf } from '../catalogue.ts'
import { codeSpan, markdownProse, shorten, visibleCode } from '../escape/index.ts'
import { splitFix } from '../fix.ts'
import { plainText } from '../plain.ts'
import { fenced, link } from './markdown.ts'

/** Longest message that is shown; rules keep theirs to one sentence. */
const MESSAGE = 1_000
/** Longest code: the steps of a migration that is done in several. */
const CODE = 4_000

/** A finding as Markdown in the check run: what, where, how to mend it, where it is taught. */
export function findingBlock(finding: Finding, catalogue: Catalogue): string {
  const rule = catalogue.rule(finding.ruleId)
  const { prose: fix, code } = splitFix(finding.fix ?? (rule ? plainText(rule.fix) : ''))
  const related = relatedLines(finding, '  ').map((line) => `\n${line}`)
  // Two spaces break a line wherever Markdown is rendered; the links stand before the list, or they would end its last item.
  return [
    `- **${finding.level}** ${placeOf(finding.location)}: ${messageOf(finding)}`,
    ...(fix === '' ? [] : [`  \n  **Fix:** ${markdownProse(shorten(fix, MESSAGE))}`]),
    ...(code === undefined ? ['  \n'] : [`\n\n${indent(fenced('', visibleCode(shorten(code, CODE))))}\n\n`]),
    `  ${linksOf(finding, catalogue)}`,
    ...related,
  ].join('')
}

/** Places that explain a finding, as items of a list; those that a reader has before their eyes left out. */
export function relatedLines(
  finding: Finding,
  indentation: string,
  isInView: (place: Location) => boolean = () => false,
): string[] {
  return (finding.relatedLocations ?? [])
    .filter((place) => !isInView(place))
    .slice(0, 10)
    .map((place) => `${indentation}- ${placeOf(place)}: ${markdownProse(shorten(place.message, 200))}`)
}

/** `path:line` as code, and which commit it counts in where that is not the head. */
export function placeOf(location: Location): string {
  return `${codeSpan(formatLocation(location))}${location.side === 'base' ? ' (in the base)' : ''}`
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ')
}

/** What is wrong, as one line of Markdown. */
export function messageOf(finding: Finding): string {
  return markdownProse(shorten(finding.message, MESSAGE))
}

/** `migration-rollback/missing-down · Module 4: Databases & Data Modeling`, both linked. */
export function linksOf(finding: Finding, catalogue: Catalogue): string {
  const rule = ruleLink(finding.ruleId, catalogue)
  const module = moduleOf(catalogue, finding.ruleId)
  return module ? `${rule} · ${link(`Module ${module.number}: ${module.title}`, module.url)}` : rule
}

export function ruleLink(ruleId: string, catalogue: Catalogue): string {
  return link(ruleId, catalogue.links.rule(ruleId))
}
