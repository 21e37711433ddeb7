import { expect, test } from 'vitest'
import { rules } from '../../checks/index.ts'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { runRule, SharedValues } from '../../src/engine/run-rule.ts'
import type { Report } from '../../src/model/index.ts'
import { applySuggestion, type Files } from './apply.ts'

// Presses every button that a faulty rollback offers, and reviews again: the finding is gone, and no other came.
const NOW = new Date('2026-01-15T12:00:00Z')
const family = rules.filter(({ family: own, status }) => own === 'migration-rollback' && status === 'stable')

async function reportsOf(base: Files, head: Files): Promise<(Report & { ruleId: string })[]> {
  const changeSet = memoryChangeSet(base, head)
  const shared = new SharedValues()
  const found: (Report & { ruleId: string })[] = []
  for (const rule of family) {
    const { reports } = await runRule({
      rule,
      changeSet,
      changes: changeSet.changes,
      options: rule.options.parse({}),
      now: NOW,
      signal: AbortSignal.timeout(60_000),
      shared,
    })
    found.push(...reports.map((report) => ({ ...report, ruleId: rule.id })))
  }
  return found
}

const SCHEMA = `CREATE TABLE users (id bigserial PRIMARY KEY, email text NOT NULL);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE INDEX users_email ON users (email);
`
const PAIR = {
  'db/001_users.up.sql': SCHEMA,
  'db/001_users.down.sql': 'DROP TABLE users; DROP FUNCTION touch();\n',
}
const GOOSE = {
  'm/001_users.sql': `-- +goose Up\n-- +goose StatementBegin\n${SCHEMA}-- +goose StatementEnd\n-- +goose Down\nDROP TABLE users; DROP FUNCTION touch();\n`,
}

const CASES: [what: string, rule: string, base: Files, added: Files][] = [
  [
    'an empty file',
    'empty-down',
    PAIR,
    { 'db/002_a.up.sql': 'ALTER TABLE users ADD a int;\n', 'db/002_a.down.sql': '-- nothing yet\n' },
  ],
  [
    'a section that is not there',
    'missing-down',
    GOOSE,
    { 'm/002_a.sql': '-- +goose Up\nDROP FUNCTION touch();\n' },
  ],
  [
    'an empty section',
    'empty-down',
    GOOSE,
    { 'm/002_a.sql': '-- +goose Up\nCREATE TABLE tags (id int);\n-- +goose Down\n' },
  ],
  [
    'a rollback that forgets something',
    'rollback-differs',
    PAIR,
    {
      'db/002_a.up.sql': 'ALTER TABLE users ADD a int;\nALTER TABLE users ADD b int;\n',
      'db/002_a.down.sql': '-- back\nALTER TABLE users DROP COLUMN a;\n',
    },
  ],
  [
    'a section that fails on a slip',
    'rollback-fails',
    GOOSE,
    { 'm/002_a.sql': '-- +goose Up\nCREATE TABLE tags (id int);\n\n-- +goose Down\nDROP TABLE tag;\n' },
  ],
]

test.each(CASES)(
  '%s: the button of %s mends it',
  async (_what, rule, base, added) => {
    const head = { ...base, ...added }
    const before = await reportsOf(base, head)
    const one = before.find(({ ruleId }) => ruleId === `migration-rollback/${rule}`)
    expect(one?.suggestion).toBeDefined()
    if (!one?.suggestion) return
    expect(one.fix).toMatch(/proven[\s\S]*\n\n/)
    const after = await reportsOf(base, applySuggestion(head, one.suggestion))
    expect(after.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([])
  },
  60_000,
)

test('where a file has to be made, the fix names it and holds the text', async () => {
  const added = { 'db/002_a.up.sql': 'ALTER TABLE users ADD a int;\n' }
  const found = await reportsOf(PAIR, { ...PAIR, ...added })
  const one = found.find(({ ruleId }) => ruleId === 'migration-rollback/missing-down')
  expect(one?.suggestion).toBeUndefined()
  expect(one?.fix).toContain('`db/002_a.down.sql`, a new file')
  expect(one?.fix?.split('\n\n')[1]).toBe('ALTER TABLE users DROP COLUMN a;')
})
