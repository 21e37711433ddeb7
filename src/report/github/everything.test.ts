import { expect, test } from 'vitest'
import { catalogue, review } from '../../../test/report/example.ts'
import { everythingText } from './everything.ts'

test('everything is what is shown and what was held back, with why', () => {
  const family = 'migration-rollback'
  const held = { ...review, findings: review.findings.map((one) => ({ ...one, ruleId: `${family}/x` })) }
  const text = everythingText(held, family, catalogue)
  expect(text.match(/^- \*\*(?:error|warning|note)\*\*/gm)).toHaveLength(review.findings.length)
  const hidden = review.findings.filter(({ verdict }) => !verdict.shown)
  expect(text.match(/_held back: /g)).toHaveLength(hidden.length)
  expect(text.indexOf('**Held back:')).toBeGreaterThan(0)
  expect(everythingText({ ...held, findings: [] }, family, catalogue)).toContain('found nothing')
})
