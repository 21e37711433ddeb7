import { expect, test } from 'vitest'
import type { Finding, Level } from '../../model/index.ts'
import type { Catalogue } from '../catalogue.ts'
import { riskByModule } from './risk.ts'

const catalogue = { rule: () => undefined } as unknown as Catalogue
const findings = (level: Level, count: number): Finding[] =>
  Array.from({ length: count }, (_, index) => ({
    ruleId: 'family/rule',
    level,
    confidence: 'high',
    message: '',
    subject: '',
    fingerprint: String(index),
    location: { side: 'head', path: 'a' },
    verdict: { shown: true },
  }))

test('notes alone are never a high risk, however many', () => {
  expect(riskByModule(findings('note', 30), catalogue)[0]?.risk).toBe('medium')
  expect(riskByModule(findings('warning', 3), catalogue)[0]?.risk).toBe('high')
  expect(riskByModule([...findings('note', 30), ...findings('warning', 1)], catalogue)[0]?.risk).toBe('high')
})
