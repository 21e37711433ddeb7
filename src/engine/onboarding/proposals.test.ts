import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { proposalsOf, proposedLines } from './proposals.ts'
import { kindOf } from './signs.ts'

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

test('what files show is proposed beside what folders are called, the most changed and used first', () => {
  const files = [
    'src/payments/pay.ts',
    'src/tax.ts',
    'src/hash.ts',
    'src/core.ts',
    'src/idle.ts',
    'src/core.test.ts',
  ]
  const proposals = proposalsOf(files, {
    commits: new Map([
      ['src/core.ts', 40],
      ['src/idle.ts', 1],
      ['src/core.test.ts', 90],
    ]),
    importers: new Map(files.map((path) => [path, 8])),
    kinds: new Map([
      ['src/tax.ts', 'money'],
      ['src/payments/pay.ts', 'money'],
      ['src/hash.ts', 'crypto'],
    ]),
  })
  expect(proposals.map(({ name, folders, files: some = [] }) => [name, ...folders, ...some])).toEqual([
    ['payments', 'src/payments'],
    ['money', 'src/tax.ts'],
    ['cryptography', 'src/hash.ts'],
    ['often-changed', 'src/core.ts'],
  ])
  expect(proposals.at(-1)?.reason).toContain('40 changes in a year, imported 8 times')
  expect(parse(proposedLines(proposals).replaceAll(/^# /gm, ''))).toMatchObject({
    'critical-paths': { money: { paths: ['src/tax.ts'] } },
  })
})

test.each([
  ['money', 'BigDecimal amount = price.add(tax); balance.subtract(amount); refund(amount);'],
  ['crypto', "const key = createCipheriv('aes-256-gcm', secret, iv)"],
  ['permissions', '@PreAuthorize("hasRole(ADMIN)") void drop() {}'],
  [undefined, 'BigDecimal width = height.multiply(ratio);'],
])('code about %s by its text', (kind, text) => {
  expect(kindOf(text)).toBe(kind)
})
