import type { Finding, Review } from '../model/index.ts'
import type { Catalogue } from '../report/catalogue.ts'
import { commentBody, isUntouched } from '../report/github/index.ts'
import type { OwnComment } from './comments.ts'

/**
 * Edits of comments whose findings are all still there and that say something else of them by now: which lines never
 * ran is known once coverage came. Of the rules that `hears` names; what a person edited is left. Pure.
 */
export function retell(
  own: readonly OwnComment[],
  review: Review,
  { catalogue, hears }: { catalogue: Catalogue; hears: (ruleId: string) => boolean },
): { id: number; body: string }[] {
  const shown = new Map(
    review.findings.filter(({ verdict }) => verdict.shown).map((one) => [one.fingerprint, one]),
  )
  return own.flatMap(({ id, body, marker }) => {
    const { fingerprints, ruleIds, state } = marker
    if (state !== 'open' || !ruleIds.every(hears) || !isUntouched(body)) return []
    const findings = fingerprints
      .map((one) => shown.get(one))
      .filter((one): one is Finding => one !== undefined)
    if (findings.length === 0 || findings.length < fingerprints.length) return []
    const now = commentBody(findings, catalogue)
    return now === body.replaceAll('\r\n', '\n') ? [] : [{ id, body: now }]
  })
}
