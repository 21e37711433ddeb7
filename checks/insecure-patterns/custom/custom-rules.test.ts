import { expect, test } from 'vitest'
import type { CustomRule } from '../../../config/index.ts'
import { memoryChangeSet } from '../../../src/changeset/memory.ts'
import { runRule } from '../../../src/engine/run-rule.ts'
import { customRules, customRuleSchema } from './index.ts'

const rule = (name: string, data: Record<string, unknown>): CustomRule => ({
  id: `custom/${name}`,
  data: { title: 'A rule', level: 'warning', ...data },
  source: { what: 'test' },
})
const toSql = (more: Record<string, unknown>): Record<string, unknown> => ({
  category: 'sql',
  find: [
    {
      languages: 'python',
      call: '*.raw_sql',
      where: [{ argument: 0, origin: 'request' }],
      message: '`{hole}` reaches {call}',
    },
  ],
  ...more,
})
const CODE = `import acme
from flask import request
from db import conn

def queue():
    conn.raw_sql(acme.queue.receive().name)

def web():
    conn.raw_sql(request.args["q"])

def stripped():
    conn.raw_sql(request.args["q"].strip())
`

/** Lines that each rule reports of a new file. */
async function linesOf(written: CustomRule[], code = CODE, file = 'app.py'): Promise<number[][]> {
  const changeSet = memoryChangeSet({}, { [file]: code })
  const answers: number[][] = []
  for (const one of customRules(written)) {
    const { reports } = await runRule({
      rule: one,
      changeSet,
      changes: changeSet.changes,
      options: one.options.parse({}),
      now: new Date(0),
      signal: AbortSignal.timeout(10_000),
    })
    answers.push(reports.map(({ location }) => location.region?.startLine ?? 0))
  }
  return answers
}

test('sources of a rule stand in the place of requests, its cleaners beside those we know', async () => {
  const written = [
    rule('requests', toSql({})),
    rule('queue', toSql({ sources: ['acme.queue.receive'] })),
    rule('both', toSql({ sources: ['requests', 'acme.queue.receive'], cleaners: ['*.strip'] })),
  ]
  expect(await linesOf(written)).toEqual([[9, 12], [6], [6, 9]])
  expect(await linesOf(written.toReversed())).toEqual([[6, 9], [6], [9, 12]])
})

test('rules of one configuration are not those of the next', async () => {
  const find = [{ languages: 'python', call: 'acme.queue.receive', message: 'no' }]
  expect(await linesOf([rule('one', { find })])).toEqual([[6]])
  expect(await linesOf([rule('other', { find: [{ ...find[0], call: 'acme.other' }] })])).toEqual([[]])
})

test('expressions run in linear time; what cannot is refused', async () => {
  const find = (matches: string): unknown[] => [
    { languages: 'python', call: 'acme.go', where: [{ argument: 0, matches }], message: 'm' },
  ]
  const code = `import acme\nacme.go("${'a'.repeat(50_000)}!")\nacme.go("aaa")\n`
  expect(await linesOf([rule('bomb', { find: find('^(a+)+$') })], code)).toEqual([[3]])
  for (const bad of ['(?=a)b', '(?<!a)b', '(a)\\1', '(', 'a'.repeat(501)]) {
    expect(customRuleSchema.safeParse(rule('x', { find: find(bad) }).data).success).toBe(false)
  }
})

test('a rule that this version cannot read fails by its name, and the others run', async () => {
  const find = [{ languages: 'python', call: 'acme.queue.receive', message: 'no' }]
  const [bad, good] = customRules([rule('bad', { find: [{ cobol: true }] }), rule('good', { find })])
  expect(good?.title).toBe('A rule')
  await expect(linesOf([rule('bad', { find: [{ cobol: true }] })])).rejects.toThrow('cannot read the rule')
  expect(bad?.id).toBe('custom/bad')
})
