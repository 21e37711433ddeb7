import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultConfig } from '../../config/index.ts'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { review, RulePool } from '../../src/engine/index.ts'
import type { Review } from '../../src/model/index.ts'
import { rules } from './misbehaving-rules.ts'

const changeSet = memoryChangeSet({ 'a.txt': 'one\n' }, { 'a.txt': 'one\ntwo\n', 'b.txt': 'x\n' })
const now = new Date('2026-01-15T12:00:00Z')
const rulesModule = new URL('./misbehaving-rules.ts', import.meta.url).href

describe('a review in processes', () => {
  const pool = new RulePool({ processes: 2, ruleTimeMs: 4000, memoryMb: 64, rulesModule })
  let answer: Review
  beforeAll(async () => {
    answer = await review({ changeSet, config: defaultConfig(), now, pool, rules })
  })
  afterAll(() => pool[Symbol.asyncDispose]())

  const outcome = (name: string): unknown =>
    answer.outcomes.find(({ ruleId }) => ruleId === `misbehaving/${name}`)

  test('a rule that throws has failed, with what it threw', () => {
    expect(outcome('crashes')).toEqual({
      kind: 'failed',
      ruleId: 'misbehaving/crashes',
      error: 'TypeError: cannot read it',
    })
  })

  test.each(['hangs', 'never-answers'])('a rule that %s is stopped', (name) => {
    expect(outcome(name)).toMatchObject({ kind: 'failed', error: 'took longer than 4 s and was stopped' })
  })

  test('a rule that eats memory is stopped', () => {
    expect(outcome('eats-memory')).toMatchObject({ kind: 'failed', error: expect.stringContaining('64 MiB') })
  })

  test('a rule that ends its process has failed', () => {
    expect(outcome('exits')).toMatchObject({
      kind: 'failed',
      error: expect.stringContaining('process ended'),
    })
  })

  test.each(['reads-outside', 'reads-secrets', 'writes', 'starts-program', 'starts-thread'])(
    'a rule that %s is refused',
    (name) => {
      expect(outcome(name)).toMatchObject({
        kind: 'failed',
        error: expect.stringMatching(/Access to this API has been restricted/),
      })
    },
  )

  test('a flood of results is cut, and said to be', () => {
    expect(outcome('says-much')).toMatchObject({ kind: 'incomplete', findings: 5000 })
  })

  test('what a rule could not look at is named', () => {
    expect(outcome('unsure')).toMatchObject({ kind: 'incomplete', notLookedAt: ['half of it'] })
  })

  test('the rules beside them still answer', () => {
    expect(outcome('reads-all')).toEqual({ kind: 'ran', ruleId: 'misbehaving/reads-all', findings: 2 })
    const lines = answer.findings
      .filter(({ ruleId }) => ruleId === 'misbehaving/reads-all')
      .map(({ location }) => `${location.path}:${location.region?.startLine}`)
    expect(lines).toEqual(['a.txt:2', 'b.txt:1'])
  })

  test('a tool is run for a rule, with files of its own only', () => {
    const said = answer.findings
      .filter(({ ruleId }) => ruleId.startsWith('misbehaving/asks-tool'))
      .map(({ subject }) => subject)
    expect(said.toSorted()).toEqual(['exit 100', 'stopped'])
  })

  test('the pool is usable afterwards', async () => {
    const chosen = rules.filter(({ id }) => id === 'misbehaving/reads-all')
    const again = await review({ changeSet, config: defaultConfig(), now, pool, rules: chosen })
    expect(again.findings).toHaveLength(2)
  })

  test('aborting ends the review with the reason', async () => {
    const chosen = rules.filter(({ id }) => id === 'misbehaving/hangs')
    const signal = AbortSignal.timeout(100)
    await expect(
      review({ changeSet, config: defaultConfig(), now, pool, rules: chosen, signal }),
    ).rejects.toThrow(/timeout/)
  })

  test('processes and this process give the same bytes', async () => {
    const chosen = rules.filter(({ id }) => /reads-all|unsure|crashes|asks-tool/.test(id))
    const here = await review({ changeSet, config: defaultConfig(), now, rules: chosen })
    const there = await review({ changeSet, config: defaultConfig(), now, pool, rules: chosen })
    expect(JSON.stringify(there)).toBe(JSON.stringify(here))
  })
})

test('closing the pool ends reviews that wait', async () => {
  const pool = new RulePool({ processes: 1, ruleTimeMs: 60_000, rulesModule })
  const chosen = rules.filter(({ id }) => id === 'misbehaving/never-answers')
  const running = [1, 2].map(() => review({ changeSet, config: defaultConfig(), now, pool, rules: chosen }))
  const ended = Promise.allSettled(running)
  await new Promise((resolve) => {
    setTimeout(resolve, 300)
  })
  await pool[Symbol.asyncDispose]()
  expect((await ended).map(({ status }) => status)).toContain('rejected')
})
