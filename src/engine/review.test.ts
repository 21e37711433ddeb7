import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defaultConfig, parseConfig, type Config } from '../../config/index.ts'
import { memoryChangeSet } from '../changeset/memory.ts'
import type { Level, Review, Rule } from '../model/index.ts'
import { MAX_SHOWN } from './filters/index.ts'
import { review } from './review.ts'

const now = new Date('2026-01-15T12:00:00Z')

/** Reports every line of the head's changed files that contains `BAD`, touched or not. */
function badLines(overrides: Partial<Rule> = {}): Rule {
  return {
    id: 'insecure-patterns/bad',
    family: 'insecure-patterns',
    title: 'Bad',
    level: 'error',
    confidence: 'high',
    status: 'stable',
    module: 7,
    files: ['**/*.ts'],
    options: z.strictObject({}),
    async *check({ changeSet, changes }) {
      for (const { path } of changes) {
        const content = await changeSet.head.read(path)
        if (content.kind !== 'text') continue
        for (const [index, line] of content.text.split('\n').entries()) {
          if (!line.includes('BAD')) continue
          const region = { startLine: index + 1, endLine: index + 1 }
          yield { location: { side: 'head', path, region }, subject: line.trim(), message: 'bad' }
        }
      }
    },
    ...overrides,
  }
}

function configOf(text: string, rules: readonly Rule[]): Config {
  const result = parseConfig(text, { path: '.roadmap.yml', rules, now })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.config
}

function run(
  files: Record<string, string>,
  {
    base = {},
    rule = badLines(),
    config,
    labels = [],
  }: { base?: Record<string, string>; rule?: Rule; config?: string; labels?: string[] } = {},
): Promise<Review> {
  return review({
    changeSet: memoryChangeSet(base, files),
    config: config === undefined ? defaultConfig() : configOf(config, [rule]),
    now,
    labels,
    rules: [rule],
  })
}

const verdicts = (answer: Review): string[] =>
  answer.findings.map(({ location, verdict }) => {
    const line = location.region?.startLine ?? 0
    return `${location.path}:${line} ${verdict.shown ? 'shown' : verdict.because}`
  })

describe('verdicts', () => {
  test('what the change did not touch is held back', async () => {
    const answer = await run({ 'a.ts': 'BAD old\nBAD new\n' }, { base: { 'a.ts': 'BAD old\n' } })
    expect(verdicts(answer)).toEqual(['a.ts:1 outside-diff', 'a.ts:2 shown'])
    expect(answer.conclusion).toBe('failure')
  })

  test('unless the rule may speak there', async () => {
    const rule = badLines({ outsideDiff: true })
    const answer = await run({ 'a.ts': 'BAD old\nnew\n' }, { base: { 'a.ts': 'BAD old\n' }, rule })
    expect(verdicts(answer)).toEqual(['a.ts:1 shown'])
  })

  test('a suppression with a reason holds back, and its reason is kept', async () => {
    const answer = await run({ 'a.ts': 'BAD // roadmap-ignore insecure-patterns/bad -- known\nBAD\n' })
    expect(verdicts(answer)).toEqual(['a.ts:1 suppressed', 'a.ts:2 shown'])
    expect(answer.findings[0]?.verdict).toMatchObject({ detail: 'known' })
  })

  test('a suppression that meets nothing is said', async () => {
    const answer = await run({ 'a.ts': 'fine // roadmap-ignore insecure-patterns/bad -- known\n' })
    expect(answer.notices).toMatchObject([
      { level: 'note', location: { path: 'a.ts', region: { startLine: 1 } } },
    ])
    expect(answer.conclusion).toBe('success')
  })

  test('a suppression on lines that did not change is left alone', async () => {
    const line = 'x // roadmap-ignore insecure-patterns/bad -- known\n'
    const answer = await run({ 'a.ts': `${line}new\n` }, { base: { 'a.ts': line } })
    expect(answer.notices).toEqual([])
  })

  test('waivers, ignored paths, overrides and levels', async () => {
    const config = `version: 1
review: { min-level: warning }
ignore: ["gen/**"]
overrides:
  - paths: ["off/**"]
    checks: { insecure-patterns/bad: off }
  - paths: ["low/**"]
    checks: { insecure-patterns/bad: note }
waivers:
  - check: insecure-patterns/bad
    paths: ["waived.ts"]
    reason: accepted
    expires: 2026-01-15
  - check: insecure-patterns/bad
    paths: ["expired.ts"]
    reason: accepted
    expires: 2026-01-14
`
    const paths = ['gen/a.ts', 'off/a.ts', 'low/a.ts', 'waived.ts', 'expired.ts']
    const answer = await run(Object.fromEntries(paths.map((path) => [path, 'BAD\n'])), { config })
    expect(verdicts(answer)).toEqual(['expired.ts:1 shown', 'waived.ts:1 waived', 'low/a.ts:1 below-level'])
  })

  test('a flood is capped, and still fails the gate', async () => {
    const answer = await run({ 'a.ts': 'BAD\n'.repeat(MAX_SHOWN + 5) })
    expect(answer.findings.filter(({ verdict }) => verdict.shown)).toHaveLength(MAX_SHOWN)
    expect(
      answer.findings.filter(({ verdict }) => !verdict.shown && verdict.because === 'capped'),
    ).toHaveLength(5)
    expect(answer.conclusion).toBe('failure')
  })
})

test('a remark is a notice of its rule: said once, and no conclusion depends on it', async () => {
  const rule = badLines({
    async *check(context) {
      yield* []
      const location = { side: 'head' as const, path: 'a.ts' }
      context.remark({ message: 'proven', location })
      context.remark({ message: 'proven', location })
      context.remark({ message: 'accepted' })
    },
  })
  const answer = await run({ 'a.ts': '' }, { rule })
  expect(answer.conclusion).toBe('success')
  expect(answer.notices).toEqual([
    { level: 'note', message: 'accepted', ruleId: rule.id },
    { level: 'note', message: 'proven', location: { side: 'head', path: 'a.ts' }, ruleId: rule.id },
  ])
})

describe('conclusions', () => {
  const bad = { 'a.ts': 'BAD\n' }
  const unsure = badLines({
    async *check(context) {
      yield* []
      context.incomplete('half')
    },
  })
  const crash = badLines({
    check() {
      throw new Error('no')
    },
  })
  const level = (value: Level): Rule => badLines({ level: value })

  test.each([
    ['a finding at the gate', bad, badLines(), 'version: 1', 'failure'],
    ['a finding below the gate', bad, level('warning'), 'version: 1', 'success'],
    ['a lower gate', bad, level('warning'), 'version: 1\ngate: { fail-on: warning }', 'failure'],
    ['no gate', bad, badLines(), 'version: 1\ngate: { fail-on: never }', 'success'],
    ['advisory', bad, badLines(), 'version: 1\nmode: advisory', 'neutral'],
    ['incomplete', bad, unsure, 'version: 1', 'action_required'],
    ['a crash', bad, crash, 'version: 1', 'action_required'],
    ['a crash without a gate', bad, crash, 'version: 1\ngate: { fail-on: never }', 'action_required'],
    ['a crash, advisory', bad, crash, 'version: 1\nmode: advisory', 'neutral'],
    ['nothing to check', { 'a.md': 'BAD\n' }, badLines(), 'version: 1', 'success'],
  ] as const)('%s', async (_, files, rule, config, conclusion) => {
    expect((await run(files, { rule, config })).conclusion).toBe(conclusion)
  })

  test('a change that could not be read whole is never green', async () => {
    const changeSet = {
      ...memoryChangeSet({}, { 'a.md': 'x\n' }),
      incomplete: ['the diff is over its limit'],
    }
    const answer = await review({ changeSet, config: defaultConfig(), now, rules: [badLines()] })
    expect(answer.conclusion).toBe('action_required')
    expect(answer.notLookedAt).toEqual(['the diff is over its limit'])
  })

  test.each(['binary', 'oversized', 'invalid-utf8', 'lfs-pointer', 'unavailable'] as const)(
    'a file of the rule that is %s makes it incomplete',
    async (unread) => {
      const changeSet = memoryChangeSet({}, { 'a.ts': 'x\n' })
      const changes = changeSet.changes.map((change) => ({ ...change, unread }))
      const answer = await review({
        changeSet: { ...changeSet, changes },
        config: defaultConfig(),
        now,
        rules: [badLines()],
      })
      expect(answer.outcomes).toMatchObject([
        { kind: 'incomplete', notLookedAt: [expect.stringContaining('a.ts')] },
      ])
      expect(answer.conclusion).toBe('action_required')
    },
  )
})

describe('allowed by label', () => {
  const config = `version: 1
checks:
  insecure-patterns/*: { allow-when-label: [Accepted-Risk, other] }
overrides:
  - { paths: [core/**], checks: { insecure-patterns/*: { allow-when-label: core-risk } } }`
  const files = { 'a.ts': 'BAD\n', 'core/a.ts': 'BAD\n' }
  const verdicts = async (labels: string[]): Promise<unknown> => {
    const answer = await run(files, { config, labels })
    return [
      answer.conclusion,
      ...answer.findings.map(({ verdict }) => (verdict.shown ? 'shown' : verdict.detail)),
    ]
  }

  test('a label allows what the configuration says it does, and the finding stays', async () => {
    expect(await verdicts([])).toEqual(['failure', 'shown', 'shown'])
    expect(await verdicts(['unrelated'])).toEqual(['failure', 'shown', 'shown'])
    expect(await verdicts(['accepted-risk'])).toEqual(['failure', 'Accepted-Risk', 'shown'])
    expect(await verdicts(['OTHER', 'core-risk'])).toEqual(['success', 'other', 'core-risk'])
  })

  test('it is said in one line, and a rule that allows nothing is not allowed', async () => {
    const answer = await run({ 'a.ts': 'BAD\n' }, { config, labels: ['other'] })
    expect(answer.families.find(({ family }) => family === 'insecure-patterns')?.summary).toBe(
      'no findings; 1 finding allowed by label',
    )
    expect((await run({ 'a.ts': 'BAD\n' }, { labels: ['other'] })).conclusion).toBe('failure')
  })
})

test('the order of the files changes nothing', async () => {
  const names = ['a.ts', 'b.ts', 'c/d.ts', 'e.md']
  const text = fc.array(fc.constantFrom('BAD', 'x', 'BAD y', '')).map((lines) => lines.join('\n'))
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 4, maxLength: 4 }), async (texts) => {
      const entries = names.map((name, index) => [name, texts[index] ?? ''] as const)
      const forward = memoryChangeSet({}, Object.fromEntries(entries))
      const backward = memoryChangeSet({}, Object.fromEntries(entries.toReversed()))
      backward.changes.reverse()
      const options = { config: defaultConfig(), now, rules: [badLines()] }
      const [a, b] = await Promise.all([
        review({ changeSet: forward, ...options }),
        review({ changeSet: backward, ...options }),
      ])
      expect(JSON.stringify(b)).toBe(JSON.stringify(a))
    }),
    { numRuns: 50 },
  )
})
