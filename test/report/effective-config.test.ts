import { expect, test } from 'vitest'
import { rules } from '../../checks/index.ts'
import { type Config, defaultConfig, parseConfig } from '../../config/index.ts'
import { effectiveConfig } from '../../src/report/github/index.ts'

function config(text: string): Config {
  const result = parseConfig(`version: 1\n${text}`, {
    path: '.roadmap.yml',
    rules,
    now: new Date('2026-11-23'),
  })
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'))
  return result.config
}

test('says where every value comes from, with its line', () => {
  const shown = effectiveConfig(
    config(
      [
        'extends: [roadmap:strict]',
        'mode: advisory',
        'ignore: ["a|b/**"]',
        'checks:',
        '  migration-rollback/*: warning',
        '  migration-rollback/missing-down: note',
      ].join('\n'),
    ),
    rules,
  )
  expect(shown).toContain('| `mode` | `advisory` | `.roadmap.yml:3` |')
  expect(shown).toContain('| `preview` | `true` | `preset roadmap:strict` |')
  expect(shown).toMatch(
    /`migration-rollback\/missing-down` \| note \| `\.roadmap\.yml:6` \(.*, then `\.roadmap\.yml:7`/,
  )
  expect(shown).toContain('`a|b/**` (`.roadmap.yml:4`)')
})

test('says nothing of rules that nobody set but how many there are', () => {
  const shown = effectiveConfig(defaultConfig(), rules)
  expect(shown).not.toContain('| Rule |')
  expect(shown).toMatch(/Nothing is said of the others: \d+ rules at their own level/)
})

test('fits however much there is', () => {
  const ignore = Array.from({ length: 1_000 }, (_, index) => `  - 'a/${'x'.repeat(200)}/${index}'`)
  const shown = effectiveConfig(config(`ignore:\n${ignore.join('\n')}`), rules, 5_000)
  expect(Buffer.byteLength(shown)).toBeLessThan(5_000)
  expect(shown).toContain('which did not fit')
})
