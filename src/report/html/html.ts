import type { Conclusion, Review } from '../../model/index.ts'
import { type Catalogue, familyTitle } from '../catalogue.ts'
import { type Html, html } from '../escape/index.ts'
import type { Excerpts } from '../excerpt/index.ts'
import { byFile, shown } from '../group.ts'
import { conclusionWords, count, gaps, shortSha, summary } from '../words.ts'
import { Filter } from './filter.ts'
import { findingCard } from './finding.ts'
import { heldBackSection, noticesSection, notLookedAtSection, rulesSection } from './rest.ts'
import { document } from './shell.ts'
import { REPORT_STYLE } from './style.ts'

export interface HtmlOptions {
  /** What was reviewed, for instance `acme/shop #12: Charge by card`. Plain text. */
  title?: string
  /** Lines of source around the findings; without them the findings stand alone. */
  excerpts?: Excerpts
}

/** Class that gives a conclusion its colour. */
const TONE: Readonly<Record<Conclusion, string>> = {
  success: 'ok',
  neutral: 'note',
  failure: 'error',
  action_required: 'warning',
}

/** The review as one self-contained document: no script, no request, light and dark. */
export function toHtml(review: Review, catalogue: Catalogue, options: HtmlOptions = {}): string {
  const findings = shown(review)
  const filter = new Filter(findings, catalogue)
  const files = byFile(findings).map(
    ({ path, findings: inFile }) =>
      html`<section class="file">
        <h2>${path}</h2>
        ${inFile.map((finding) =>
          findingCard(
            {
              finding,
              classes: filter.classes(finding),
              excerpt: options.excerpts?.get(finding.fingerprint),
            },
            catalogue,
          ),
        )}
      </section> `,
  )
  const heading = options.title ?? 'Review of a change'
  return document({
    title: `${conclusionWords(review.conclusion)}: ${heading}`,
    aside: html`<span class="mono">${shortSha(review.baseSha)} → ${shortSha(review.headSha)}</span>`,
    style: REPORT_STYLE + filter.style(),
    body: html`${verdict(review, heading)} ${familyCards(review, catalogue)} ${notLookedAtSection(review)}
    ${noticesSection(review)} ${filter.controls()} ${files}
    ${findings.length === 0 && html`<p class="clear card">${nothingWords(review)}</p>`}
    ${heldBackSection(review)} ${rulesSection(review, catalogue)}`,
    footer: html`Made by roadmap-review. Findings that are held back are counted, never dropped.`,
  })
}

function verdict(review: Review, heading: string): Html {
  const held = review.findings.length - shown(review).length
  const missing = gaps(review).length
  return html`<section class="verdict card ${TONE[review.conclusion]}">
    <p class="state">${conclusionWords(review.conclusion)}</p>
    <h1>${heading}</h1>
    <p class="muted">
      ${summary(shown(review))}${held > 0 && `; ${held} held back`}${missing > 0 && `; ${count(missing, 'thing')} not looked at`}.
    </p>
  </section>`
}

function familyCards(review: Review, catalogue: Catalogue): Html | undefined {
  if (review.families.length === 0) return undefined
  return html`<ul class="families">
    ${review.families.map(
      ({ family, conclusion, summary: text }) =>
        html` <li class="card ${TONE[conclusion]}">
          <strong><span class="dot"></span>${familyTitle(catalogue, family)}</strong
          ><span class="muted">${text}</span>
        </li>`,
    )}
  </ul>`
}

function nothingWords(review: Review): string {
  if (gaps(review).length > 0) return 'No findings in what was looked at.'
  return review.findings.length > 0 ? 'Nothing to show: every finding is held back.' : 'No findings.'
}
