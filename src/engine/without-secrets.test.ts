import { expect, test } from 'vitest'
import type { Finding } from '../model/index.ts'
import { withoutSecrets } from './without-secrets.ts'

const lines = (startLine: number, endLine = startLine): { startLine: number; endLine: number } => ({
  startLine,
  endLine,
})

const finding = (ruleId: string, path: string, line: number, more: Partial<Finding> = {}): Finding => ({
  ruleId,
  level: 'error',
  confidence: 'high',
  fingerprint: `${ruleId} ${path} ${line}`,
  subject: 's',
  message: 'm',
  location: { side: 'head', path, region: lines(line) },
  verdict: { shown: true },
  ...more,
})

const rules = new Map([
  ['f/secret', { cwe: [798] }],
  ['f/tls', { cwe: [295] }],
])

test('a suggestion that would repeat a line with a credential is left out; others stay', () => {
  const suggesting = (path: string, startLine: number, endLine: number): Finding =>
    finding('f/tls', path, startLine, {
      suggestion: { path, region: lines(startLine, endLine), replacement: 'new' },
    })
  const findings = [
    finding('f/secret', 'a.ts', 5),
    suggesting('a.ts', 3, 5),
    suggesting('a.ts', 5, 6),
    suggesting('a.ts', 6, 7),
    suggesting('b.ts', 5, 5),
  ]
  const kept = withoutSecrets(findings, rules).map(({ suggestion }) => suggestion !== undefined)
  expect(kept).toEqual([false, false, false, true, true])
})

test('a credential that was removed is on no line of the head', () => {
  const removed = finding('f/secret', 'a.ts', 5, {
    location: { side: 'base', path: 'a.ts', region: lines(5) },
  })
  const other = finding('f/tls', 'a.ts', 5, {
    suggestion: { path: 'a.ts', region: lines(5), replacement: 'new' },
  })
  expect(withoutSecrets([removed, other], rules)[1]?.suggestion).toBeDefined()
})
