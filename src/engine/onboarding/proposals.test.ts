import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { proposalsOf, proposedLines } from './proposals.ts'

test('folders of code that say what they hold are proposed, tests, documents and strange names are not', () => {
  const proposals = proposalsOf([
    'src/payments/charge.ts',
    'src/payments/refunds/refund.ts',
    'src/payments/logo.svg',
    'test/payments/charge.ts',
    'docs/auth/a.py',
    'app/author/a.py',
    'app/"auth/auth/b.py',
    'db/migrations/1.sql',
  ])
  expect(proposals.map(({ name, folders }) => [name, folders])).toEqual([
    ['payments', ['src/payments']],
    ['migrations', ['db/migrations']],
  ])
  const lines = proposedLines(proposals)
  expect(lines.split('\n').every((line) => line === '' || line.startsWith('#'))).toBe(true)
  expect(parse(lines.replaceAll(/^# /gm, ''))).toEqual({
    'critical-paths': {
      payments: { paths: ['src/payments/**'] },
      migrations: { paths: ['db/migrations/**'] },
    },
  })
})
