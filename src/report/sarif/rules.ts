import type { Review } from '../../model/index.ts'
import { type Catalogue, familyTitle, moduleOf } from '../catalogue.ts'
import { compareText } from '../group.ts'
import { plainText } from '../plain.ts'

/** SARIF's `reportingDescriptor` (3.49), as much as we fill in. */
export interface Descriptor {
  id: string
  [property: string]: unknown
}

/** Every rule that had a part in the review, by id. */
export function descriptors(review: Review, catalogue: Catalogue): Descriptor[] {
  const ids = new Set([...review.outcomes, ...review.findings].map(({ ruleId }) => ruleId))
  return [...ids].toSorted(compareText).map((id) => descriptor(id, catalogue))
}

function descriptor(id: string, catalogue: Catalogue): Descriptor {
  const helpUri = catalogue.links.rule(id)
  const rule = catalogue.rule(id)
  if (!rule) return { id, ...absolute(helpUri) }
  const module = moduleOf(catalogue, id)
  const tags = [
    familyTitle(catalogue, rule.family),
    ...rule.cwe.map((number) => `external/cwe/cwe-${String(number).padStart(3, '0')}`),
  ]
  return {
    id,
    name: rule.title,
    shortDescription: { text: rule.title },
    fullDescription: { text: plainText(rule.what) },
    ...absolute(helpUri),
    help: {
      text: `${plainText(rule.why)} ${plainText(rule.fix)}`,
      markdown: module
        ? `${rule.markdown}\n\n[${module.number} ${module.title}](${module.url})\n`
        : rule.markdown,
    },
    defaultConfiguration: { level: rule.level },
    properties: {
      tags,
      precision: rule.confidence,
      family: rule.family,
      status: rule.status,
      ...(module && { module }),
    },
  }
}

/** `helpUri` has to be an absolute URI (SARIF 3.49.12). */
function absolute(uri: string): { helpUri?: string } {
  return URL.canParse(uri) ? { helpUri: uri } : {}
}
