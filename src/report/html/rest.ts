import type { Review, RuleOutcome } from '../../model/index.ts'
import { formatLocation } from '../../model/index.ts'
import type { Catalogue } from '../catalogue.ts'
import { type Html, html, prose, safeUrl } from '../escape/index.ts'
import { heldBack } from '../group.ts'
import { count, gaps, hiddenWords } from '../words.ts'

/** What was not looked at stands above the findings: without it "no findings" would say too much. */
export function notLookedAtSection(review: Review): Html | undefined {
  const missing = gaps(review)
  if (missing.length === 0) return undefined
  return html`<section class="rest card">
    <h2>Not looked at</h2>
    <ul>
      ${missing.map(
        (gap) =>
          html`<li>
            <span class="pill ${gap.kind === 'failed' ? 'error' : 'warning'}">${gap.kind}</span>
            <strong>${gap.ruleId ?? 'The change'}</strong> ${gap.text}
          </li> `,
      )}
    </ul>
  </section>`
}

export function noticesSection(review: Review): Html | undefined {
  if (review.notices.length === 0) return undefined
  return html`<section class="rest card">
    <h2>Notices</h2>
    <ul>
      ${review.notices.map(
        ({ level, message, location }) =>
          html`<li>
            <span class="pill ${level}">${level}</span>
            ${location && html`<span class="mono">${formatLocation(location)}</span> `}${prose(message)}
          </li> `,
      )}
    </ul>
  </section>`
}

export function heldBackSection(review: Review): Html | undefined {
  const groups = heldBack(review)
  if (groups.length === 0) return undefined
  const total = groups.reduce((sum, { findings }) => sum + findings.length, 0)
  return html`<details class="rest card">
    <summary>Held back <span class="muted">${count(total, 'finding')}</span></summary>
    ${groups.map(
      ({ because, findings }) =>
        html`<h3>${findings.length} ${hiddenWords(because)}</h3>
          <ul>
            ${findings.map(
              ({ level, location, message, ruleId, verdict }) =>
                html`<li>
                  <span class="pill ${level}">${level}</span>
                  <span class="mono">${formatLocation(location)}</span> ${prose(message)}
                  <span class="muted mono">${ruleId}</span>${
                    !verdict.shown &&
                    verdict.detail !== undefined &&
                    html`<br /><span class="muted">${verdict.detail}</span>`
                  }
                </li> `,
            )}
          </ul>`,
    )}
  </details>`
}

export function rulesSection(review: Review, catalogue: Catalogue): Html | undefined {
  if (review.outcomes.length === 0) return undefined
  const ran = review.outcomes.filter(({ kind }) => kind !== 'skipped').length
  return html`<details class="rest card">
    <summary>Rules <span class="muted">${ran} of ${review.outcomes.length} ran</span></summary>
    <ul>
      ${review.outcomes.map(
        (outcome) =>
          html`<li>
            <a class="mono" href="${safeUrl(catalogue.links.rule(outcome.ruleId))}">${outcome.ruleId}</a>
            <span class="muted">${outcomeWords(outcome)}</span>
          </li> `,
      )}
    </ul>
  </details>`
}

function outcomeWords(outcome: RuleOutcome): string {
  if (outcome.kind === 'skipped') return `skipped: ${outcome.reason}`
  if (outcome.kind === 'failed') return `failed: ${outcome.error}`
  const found = outcome.findings === 0 ? 'nothing found' : count(outcome.findings, 'finding')
  return outcome.kind === 'ran' ? found : `incomplete, ${found}`
}
