import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseConfig, readConfig } from './parse.ts'
import { readRuleFile } from './custom-rules.ts'

const schema = z.strictObject({ title: z.string(), level: z.enum(['error', 'warning']) })
const options = { path: '.roadmap.yml', rules: [], customRule: schema }

test('rules of the file are checked at their lines, and stand in the configuration as they are written', () => {
  const text =
    'version: 1\ncustom-rules:\n  no-x: { title: X, level: warning }\nchecks: { custom/no-x: off }\n'
  const result = parseConfig(text, { ...options, now: new Date(0) })
  expect(result.ok && result.config.customRules).toEqual([
    { id: 'custom/no-x', data: { title: 'X', level: 'warning' }, source: { what: '.roadmap.yml', line: 3 } },
  ])
  const bad = readConfig(
    'version: 1\ncustom-rules:\n  no_x:\n    title: 1\n    level: high\n    tilte: x\n',
    options,
  )
  expect(!bad.ok && bad.problems.map(({ line, message }) => [line, message])).toEqual([
    [3, 'no_x is no name of a rule'],
    [4, 'custom-rules.no_x.title must be text, not the number 1'],
    [5, 'custom-rules.no_x.level must be one of error, warning, not "high"'],
    [6, 'unknown key tilte in custom-rules.no_x'],
  ])
})

test('a setting for a rule that nobody brings is a mistake, with what was meant', () => {
  const text =
    'version: 1\ncustom-rules:\n  no-x: { title: X, level: warning }\nchecks: { custom/no-z: off, custom/*: error }\n'
  const result = parseConfig(text, { ...options, now: new Date(0) })
  expect(!result.ok && result.problems).toEqual([
    {
      message: 'there is no rule custom/no-z',
      hint: 'did you mean custom/no-x?',
      path: '.roadmap.yml',
      line: 4,
      column: 11,
    },
  ])
})

test('the name of a file is that of its rule', () => {
  expect(readRuleFile('title: X\nlevel: error\n', '.roadmap/rules/no-x.yml', schema)).toEqual({
    ok: true,
    rule: {
      id: 'custom/no-x',
      data: { title: 'X', level: 'error' },
      source: { what: '.roadmap/rules/no-x.yml', line: 1 },
    },
  })
  for (const [text, path] of [
    ['title: X\nlevel: error\n', '.roadmap/rules/No X.yml'],
    ['title: X\nlevel: error\nmore: 1\n', '.roadmap/rules/no-x.yml'],
    ['title: [', '.roadmap/rules/no-x.yml'],
    ['', '.roadmap/rules/no-x.yml'],
  ] as const)
    expect(readRuleFile(text, path, schema)).toMatchObject({ ok: false, problems: [{ path }] })
})
