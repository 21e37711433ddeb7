import { expect, test } from 'vitest'
import type { Finding } from '../model/index.ts'
import { byWeight } from './order.ts'

const finding = (name: string, more: Partial<Finding>): Finding => ({
  ruleId: 'f/r',
  level: 'error',
  confidence: 'high',
  fingerprint: name,
  subject: name,
  message: name,
  location: { side: 'head', path: 'a.yaml', region: { startLine: 1, endLine: 1 } },
  verdict: { shown: true },
  ...more,
})

test('the worst first, of those alike the surest, then what most depends on, then the first line', () => {
  const second = { side: 'head', path: 'a.yaml', region: { startLine: 2, endLine: 2 } } as const
  const findings = [
    finding('warning', { level: 'warning', reach: 900 }),
    finding('unsure', { confidence: 'low', reach: 900 }),
    finding('line 2', { location: second }),
    finding('line 1', {}),
    finding('one', { reach: 1 }),
    finding('many', { reach: 300, location: second }),
  ]
  expect(findings.toSorted(byWeight(() => false)).map(({ subject }) => subject)).toEqual([
    'many',
    'one',
    'line 1',
    'line 2',
    'unsure',
    'warning',
  ])
})

test('of findings alike, those on critical paths come first', () => {
  const place = (path: string): Partial<Finding> => ({
    location: { side: 'head', path, region: { startLine: 1, endLine: 1 } },
  })
  const alike = [finding('a', place('a.ts')), finding('z', place('payments/z.ts'))]
  const sorted = alike.toSorted(byWeight((path) => path.startsWith('payments/')))
  expect(sorted.map(({ subject }) => subject)).toEqual(['z', 'a'])
})
