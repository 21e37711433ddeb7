import type { FamilyResult, Finding, Level, Review } from '../../model/index.ts'
import { type Catalogue, familyTitle } from '../catalogue.ts'
import { codeSpan, shorten, visible, visibleCode } from '../escape/index.ts'
import { buttonsOf } from './buttons.ts'
import { splitFix } from '../fix.ts'
import { shown } from '../group.ts'
import { plainText } from '../plain.ts'
import { count } from '../words.ts'
import { everythingText } from './everything.ts'
import { findingBlock } from './finding-text.ts'
import { fitBlocks } from './markdown.ts'
import { type Annotation, type CheckRunPayload, checkRunName, LIMITS } from './payload.ts'
import { summarize, type SummaryContext } from './summary.ts'

export interface CheckRunContext extends SummaryContext {
  /** Lists what was held back too: somebody asked for everything. */
  everything?: boolean
  /** What a pull request that edits the configuration changes: said in the first check run, and the others say where. */
  once?: readonly string[]
}

/** One check run a family, in the review's order. Pure. */
export function toCheckRuns(review: Review, context: CheckRunContext): CheckRunPayload[] {
  const { once = [], extra = [], catalogue } = context
  const [first] = review.families
  if (!first || once.length === 0) return review.families.map((result) => toCheckRun(review, result, context))
  const where = checkRunName({ title: familyTitle(catalogue, first.family) })
  const elsewhere = `**This pull request edits the configuration.** What that changes stands in ${codeSpan(where)}.`
  return review.families.map((result) =>
    toCheckRun(review, result, { ...context, extra: [...extra, ...(result === first ? once : [elsewhere])] }),
  )
}

function toCheckRun(review: Review, result: FamilyResult, context: CheckRunContext): CheckRunPayload {
  const { catalogue } = context
  const { family } = result
  const findings = shown(review).filter(({ ruleId }) => ruleId.startsWith(`${family}/`))
  const annotated = findings.filter(({ location }) => location.side === 'head')
  const text = context.everything
    ? everythingText(review, family, catalogue)
    : findings.length === 0
      ? undefined
      : fitBlocks(
          findings.map((finding) => findingBlock(finding, catalogue)),
          LIMITS.text,
          (left) => `_${count(left, 'more finding')} not listed here: too long to show._`,
        )
  return {
    family,
    name: checkRunName({ title: familyTitle(catalogue, family) }),
    conclusion: result.conclusion,
    title: shorten(visible(result.summary), LIMITS.title),
    summary: summarize(review, family, context),
    ...(text !== undefined && { text }),
    annotations: annotated.slice(0, LIMITS.annotations).map((finding) => annotationOf(finding, catalogue)),
    actions: buttonsOf(review.findings.filter(({ ruleId }) => ruleId.startsWith(`${family}/`))),
  }
}

const LEVELS: Readonly<Record<Level, Annotation['level']>> = {
  error: 'failure',
  warning: 'warning',
  note: 'notice',
}

/** Annotations are plain text: nothing in them is rendered. */
function annotationOf(finding: Finding, catalogue: Catalogue): Annotation {
  const region = finding.location.region ?? { startLine: 1, endLine: 1 }
  const rule = catalogue.rule(finding.ruleId)
  const { prose: fix, code } = splitFix(finding.fix ?? (rule ? plainText(rule.fix) : ''))
  const url = catalogue.links.rule(finding.ruleId)
  const oneLine = region.startLine === region.endLine
  const { startColumn, endColumn } = region
  return {
    path: finding.location.path,
    startLine: region.startLine,
    endLine: region.endLine,
    ...(oneLine && startColumn !== undefined && { startColumn }),
    // GitHub's end column is inclusive, ours is not.
    ...(oneLine &&
      startColumn !== undefined &&
      endColumn !== undefined && { endColumn: Math.max(startColumn, endColumn - 1) }),
    level: LEVELS[finding.level],
    title: shorten(visible(rule?.title ?? finding.ruleId), LIMITS.title),
    message: shorten(
      [
        visible(finding.message),
        ...(fix === '' ? [] : [`Fix: ${visible(fix)}`]),
        ...(code === undefined ? [] : [visibleCode(code)]),
        `${finding.ruleId} ${url}`,
      ].join('\n'),
      LIMITS.message,
    ),
  }
}
