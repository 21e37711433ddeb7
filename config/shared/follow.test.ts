import fc from 'fast-check'
import { stringify } from 'yaml'
import { beforeEach, expect, test } from 'vitest'
import { rules } from '../../test/config/rules.ts'
import type { Config, ConfigResult } from '../index.ts'
import { completeConfig, readConfig, sharedEntries } from '../file/parse.ts'
import { ruleSettings } from '../settings.ts'
import { readStored } from './document.ts'
import { followExtends } from './follow.ts'
import { describeReference } from './reference.ts'
import type { KeptDocument, SharedReference, SharedSource } from './types.ts'

const now = new Date('2026-11-23T12:00:00Z')
const repository = { owner: 'acme', repo: 'shop' }

/** Texts by `owner/repo:path@ref`, the default branch without `@`. */
let files: Map<string, string>
let kept: Map<string, KeptDocument>
let asked: SharedReference[]

beforeEach(() => {
  files = new Map()
  kept = new Map()
  asked = []
})

const source: SharedSource = {
  repository,
  read: async (reference) => {
    asked.push(reference)
    const text = files.get(describeReference(reference))
    if (text === undefined) return { kind: 'missing', why: 'there is no such file' }
    return { kind: 'text', text, sha: '1'.repeat(40), isPrivate: text.includes('private') }
  },
  lastGood: async (entry) => kept.get(entry),
  keep: async (entry, document) => {
    // As a store would: only what survives being written as JSON.
    const stored = { document: readStored(JSON.parse(JSON.stringify(document)))!, at: now }
    kept.set(entry, stored)
    return stored
  },
}

async function load(text: string, from: SharedSource = source): Promise<ConfigResult> {
  const opened = readConfig(`version: 1\n${text}`, { path: '.roadmap.yml', rules })
  if (!opened.ok) return opened
  const shared = await followExtends(sharedEntries(opened.file), '.roadmap.yml', { source: from, rules, now })
  return completeConfig(opened.file, { rules, now, shared })
}

async function valid(text: string): Promise<Config> {
  const result = await load(text)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.config
}

async function problems(text: string): Promise<string[]> {
  const result = await load(text)
  return result.ok ? [] : result.problems.map(({ path, line, message }) => `${path}:${line}: ${message}`)
}

function share(place: string, text: string): void {
  files.set(place, `version: 1\n${text}`)
}

const ORG = 'acme/.github:.roadmap.yml'
const WHAT = `${ORG}@1111111111`

test('lies between presets and the file, two levels deep, each value with its place', async () => {
  share(ORG, 'extends: ["base/rules:strict.yml@v1"]\nmode: advisory\nreview:\n  max-inline: 7\n')
  share('base/rules:strict.yml@v1', 'gate:\n  fail-on: note\nreview:\n  max-inline: 3\n  group-after: 9\n')
  const config = await valid('extends: [org:roadmap]\nreview:\n  group-after: 4\n')
  expect(config).toMatchObject({
    mode: 'advisory',
    gate: { failOn: 'note' },
    review: { maxInline: 7, groupAfter: 4, drafts: 'summary' },
    origins: {
      mode: { what: WHAT, line: 3 },
      'gate.fail-on': { what: 'base/rules:strict.yml@1111111111', line: 3 },
      'review.max-inline': { what: WHAT, line: 5 },
      'review.group-after': { what: '.roadmap.yml', line: 4 },
      'review.drafts': { what: 'preset roadmap:recommended' },
    },
  })
})

test('says its place where a rule is explained', async () => {
  const [rule] = rules
  share(ORG, `checks:\n  ${rule!.id}: note\n`)
  const config = await valid('extends: [org:roadmap]\n')
  expect(ruleSettings(config, rule!).origin.at(-1)).toMatchObject({ what: `${WHAT} checks`, line: 3 })
})

test.each([
  ['a file that is not there', '', '.roadmap.yml:2: org:roadmap cannot be read: there is no such file'],
  ['itself', 'extends: [org:roadmap]', `.roadmap.yml:2: org:roadmap is not valid: ${WHAT} has 1 mistake`],
])('names %s at its line', async (_, text, expected) => {
  if (text !== '') share(ORG, text)
  expect(await problems('extends: [org:roadmap]')).toContain(expected)
})

test('names a circle where it closes, and a third level where it begins', async () => {
  share('a/a:.roadmap.yml@v1', 'extends: ["b/b@v1"]')
  share('b/b:.roadmap.yml@v1', 'extends:\n  - roadmap:strict\n  - a/a@v2\n')
  expect(await problems('extends: ["a/a@v1"]')).toContain(
    'b/b:.roadmap.yml@1111111111:4: a/a@v2 goes in a circle: a/a:.roadmap.yml → b/b:.roadmap.yml → a/a:.roadmap.yml',
  )
  share('b/b:.roadmap.yml@v1', 'extends:\n  - c/c@v1\n')
  share('c/c:.roadmap.yml@v1', 'mode: advisory')
  expect(await problems('extends: ["a/a@v1"]')).toContain(
    'b/b:.roadmap.yml@1111111111:3: c/c@v1 would be level 3 of what is extended: 2 levels are followed',
  )
  expect(asked.map(({ owner }) => owner)).not.toContain('c')
})

test('a repository that shares its own file and extends it is a circle', async () => {
  share(ORG, 'mode: advisory')
  const own = { ...source, repository: { owner: 'Acme', repo: '.github' } }
  expect(await load('extends: [org:roadmap]', own)).toMatchObject({
    ok: false,
    problems: [{ message: expect.stringContaining('in a circle') as string, line: 2 }],
  })
})

test.each([
  ['acme/rules', 'is not pinned'],
  ['acme/rules@main~1', 'no tag and no full commit id'],
  ['acme/rules@0a1b2c3', 'abbreviated commit id'],
  ['acme/rules:../../etc/passwd@v1', 'no path of a file inside the repository'],
  ['acme/rules:a/../b.yml@v1', 'no path of a file inside the repository'],
  ['acme/rules:/etc/rules.yml@v1', 'no path of a file inside the repository'],
  ['acme/rules:.env@v1', 'no path of a file inside the repository'],
  ['acme/../rules@v1', 'names no repository'],
  ['acme/..@v1', 'names no repository'],
  ['https://evil.example/acme/rules@v1', 'is an address'],
  ['acme/rules@v1/../../x', 'no tag and no full commit id'],
  ['org:other', 'is no shared configuration'],
  ['roadmap:stritc', 'there is no preset'],
])('refuses %s, and asks nobody', async (entry, message) => {
  expect(await problems(`mode: advisory\nextends: ['${entry}']`)).toEqual([
    expect.stringMatching(new RegExp(`^\\.roadmap\\.yml:3: .*${message}`)),
  ])
  expect(asked).toEqual([])
})

test('keeps the last good version in force, says so, and takes the next good one', async () => {
  const text = 'extends: [org:roadmap]'
  share(ORG, 'gate:\n  fail-on: warning\n')
  await valid(text)
  share(ORG, 'gate:\n  fail-on: sometimes\n')
  const broken = await load(text)
  expect(broken).toMatchObject({ ok: true, config: { gate: { failOn: 'warning' } } })
  expect(broken.ok && broken.notices).toEqual([
    {
      level: 'warning',
      message: expect.stringMatching(
        /not valid: .*, the first at line 3\. Its last good version stays in force: .*@1111111111, last seen valid on 2026-11-23$/,
      ) as string,
      location: { side: 'base', path: '.roadmap.yml', region: { startLine: 2, endLine: 2 } },
    },
  ])
  files.clear()
  expect(await load(text)).toMatchObject({ ok: true, config: { gate: { failOn: 'warning' } } })
  share(ORG, 'gate:\n  fail-on: note\n')
  expect(await load(text)).toMatchObject({ ok: true, config: { gate: { failOn: 'note' } }, notices: [] })
})

test('what breaks below breaks what extends it, which falls back as a whole', async () => {
  share(ORG, 'extends: ["b/b@v1"]\nmode: advisory')
  share('b/b:.roadmap.yml@v1', 'preview: true')
  await valid('extends: [org:roadmap]')
  share('b/b:.roadmap.yml@v1', 'preview: perhaps')
  share(ORG, 'extends: ["b/b@v1"]\nmode: enforce')
  expect(await load('extends: [org:roadmap]')).toMatchObject({
    ok: true,
    config: { mode: 'advisory', preview: true },
    notices: [{ level: 'warning' }],
  })
})

test('quotes nothing of a private repository that is no configuration', async () => {
  files.set('acme/vault:keys.yml@v1', 'private: true\nkey: hunter2\n')
  const found = await problems('extends: ["acme/vault:keys.yml@v1"]')
  expect(found.join('\n')).not.toMatch(/hunter2|private:/)
  expect(found).toContain(
    'acme/vault:keys.yml@1111111111:2: not valid (said to those who can read that repository)',
  )
})

test('is never left out in silence', () => {
  const opened = readConfig('version: 1\nextends: [org:roadmap]', { path: '.roadmap.yml', rules })
  expect(opened.ok && completeConfig(opened.file, { rules, now })).toMatchObject({
    ok: false,
    problems: [{ line: 2 }],
  })
})

test('is bounded: in number, and in the size of each', async () => {
  const entries = Array.from({ length: 12 }, (_, index) => `a/r${index}@v1`)
  for (const index of entries.keys()) share(`a/r${index}:.roadmap.yml@v1`, 'mode: advisory')
  expect(await problems(`extends: [${entries.map((entry) => `'${entry}'`).join(', ')}]`)).toEqual([
    expect.stringContaining('a/r10@v1 is one too many') as string,
    expect.stringContaining('a/r11@v1 is one too many') as string,
  ])
  share(ORG, `# ${'x'.repeat(300_000)}`)
  expect((await problems('extends: [org:roadmap]')).join()).toContain('too large')
})

test('the order of keys means nothing', async () => {
  const shared = {
    version: 1,
    mode: 'advisory',
    preview: true,
    gate: { 'fail-on': 'note' },
    checks: { '*': 'warning', [rules[0]!.id]: 'error', [rules[1]!.id]: 'off' },
  }
  const reorder = (order: readonly number[]): Record<string, unknown> => {
    const entries = Object.entries(shared)
    return Object.fromEntries(order.map((index) => entries[index]!))
  }
  const own = (order: readonly string[]): string => order.map((line) => `${line}\n`).join('')
  const lines = [
    'extends: [org:roadmap]',
    'review: {max-inline: 3}',
    'links: {rules: "https://x.example/{id}"}',
  ]
  const plain = (config: Config): unknown =>
    JSON.parse(
      JSON.stringify({ ...config, origins: Object.keys(config.origins).toSorted() }, (key, value: unknown) =>
        key === 'source' ? undefined : value,
      ),
    )
  files.set(ORG, stringify(shared))
  const expected = plain(await valid(own(lines)))
  const keys = [...Object.keys(shared).keys()]
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(keys, { minLength: keys.length }),
      fc.shuffledSubarray(lines, { minLength: lines.length }),
      async (order, ownOrder) => {
        files.set(ORG, stringify(reorder(order)))
        expect(plain(await valid(own(ownOrder)))).toEqual(expected)
      },
    ),
    { numRuns: 30 },
  )
})
