import { expect, test } from 'vitest'
import { matcher } from './globs.ts'

test.each([
  ['**/*.sql', 'db/a.sql', true],
  ['**/*.sql', 'a.sql', true],
  ['**/*.sql', '.hidden/a.sql', true],
  ['**/*.sql', 'db/line\nbreak.sql', true],
  ['**/*.sql', 'db/line\u2028break.sql', true],
  ['db/*.sql', 'db/deep/a.sql', false],
  ['*.sql', 'db\n/a.sql', false],
])('%s on %j is %s', (glob, path, expected) => {
  expect(matcher(glob)(path)).toBe(expected)
})

test('no glob matches nothing', () => {
  expect(matcher([])('a')).toBe(false)
})
