import type { Finding, Review } from '../../model/index.ts'
import { type Catalogue, moduleOf } from '../catalogue.ts'
import { type JsonReview, SCHEMA_VERSION } from './schema.ts'

/** The review as data of the published shape. */
export function toJsonReview(review: Review, catalogue: Catalogue): JsonReview {
  return {
    schemaVersion: SCHEMA_VERSION,
    baseSha: review.baseSha,
    headSha: review.headSha,
    conclusion: review.conclusion,
    families: review.families,
    outcomes: review.outcomes,
    findings: review.findings.map((finding) => findingOf(finding, catalogue)),
    notices: review.notices,
    notLookedAt: review.notLookedAt,
  }
}

/** The review as JSON text, two spaces deep, ending in a line end. */
export function toJson(review: Review, catalogue: Catalogue): string {
  return `${JSON.stringify(toJsonReview(review, catalogue), undefined, 2)}\n`
}

function findingOf(finding: Finding, catalogue: Catalogue): JsonReview['findings'][number] {
  const { ruleId, level, confidence, message, fix, location, fingerprint, verdict } = finding
  const module = moduleOf(catalogue, ruleId)
  return {
    ruleId,
    level,
    confidence,
    message,
    ...(fix !== undefined && { fix }),
    location,
    ...(module && { module }),
    ruleUrl: catalogue.links.rule(ruleId),
    fingerprint,
    verdict,
    relatedLocations: finding.relatedLocations ?? [],
    ...(finding.suggestion && { suggestion: finding.suggestion }),
    ...(finding.skeleton && { skeleton: finding.skeleton }),
  }
}
