import { describe, expect, test } from 'vitest'
import { defaultConfig } from '../../config/index.ts'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { review } from '../../src/engine/index.ts'
import type { ChangeSet, Review } from '../../src/model/index.ts'

const YAML = `openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
paths:
  /pets:
    get:
      responses:
        '200':
          description: OK
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
components:
  schemas:
    Pet: {type: object, required: [id], properties: {id: {type: string}}}
`
const JSON_TEXT = JSON.stringify(
  {
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1.0.0' },
    paths: { '/pets': { get: { responses: { 200: { description: 'OK' } } } } },
  },
  undefined,
  2,
)
const levels = Array.from({ length: 12 }, (_, n) => `x-a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]`)
const brackets = (count: number): string => '['.repeat(count) + ']'.repeat(count)

/** A broken text, what is said of it, and the line. */
const BROKEN: [name: string, path: string, text: string, words: string, line: number][] = [
  ['a bracket that is not closed', 'a.yaml', YAML.replace('get:\n', 'get: [\n'), 'is not YAML', 7],
  ['wrong indentation', 'a.yaml', YAML.replace('      responses', '   responses'), 'bad indentation', 6],
  ['a tab', 'a.yaml', YAML.replace('      responses', '\t\tresponses'), 'tab', 6],
  ['a key twice', 'a.yaml', YAML.replace('    Pet:', '    Pet: {}\n    Pet:'), 'duplicated', 13],
  ['a dead reference', 'a.yaml', YAML.replace('schemas/Pet', 'schemas/Dog'), '#/components/schemas/Dog', 9],
  ['a missing file', 'a.yaml', YAML.replace('#/components/schemas/Pet', './pet.yaml'), './pet.yaml', 9],
  [
    'a reference to itself',
    'a.yaml',
    YAML.replace('Pet: {', "Pet: {$ref: '#/components/schemas/Pet', "),
    'without an end',
    9,
  ],
  ['an alias bomb', 'a.yaml', `${YAML}x-a0: &a0 [x]\n${levels.join('\n')}\n`, 'expand', 14],
  ['an alias of itself', 'a.yaml', YAML.replace('Pet: {', 'Pet: &p {x: *p, '), 'contains itself', 12],
  ['nesting without end', 'a.yaml', `${YAML}x-deep: ${brackets(5000)}\n`, 'nesting', 13],
  [
    'a text that is too large',
    'a.yaml',
    `${YAML}x-large: ${'a'.repeat(65 * 1024 * 1024)}\n`,
    'larger than',
    1,
  ],
  ['two documents', 'a.yaml', `${YAML}---\n${YAML}`, '2 documents', 13],
  [
    'a merge conflict',
    'a.yaml',
    YAML.replace('    Pet:', '<<<<<<< HEAD\n    Pet:') + '=======\n>>>>>>> other\n',
    'merge conflict',
    12,
  ],
  ['a comma too many', 'a.json', JSON_TEXT.replace(/\}\s*$/, ',}'), 'is not JSON', 18],
  ['a text that ends early', 'a.json', JSON_TEXT.slice(0, 90), 'is not JSON', 7],
  ['a comment', 'a.json', `// Pets\n${JSON_TEXT}`, 'is not JSON', 1],
  [
    'a key twice in JSON',
    'a.json',
    JSON_TEXT.replace('"paths"', '"info": {},\n  "paths"'),
    'duplicated key',
    7,
  ],
  [
    'a merge conflict in JSON',
    'a.json',
    JSON_TEXT.replace('  "paths"', '<<<<<<< HEAD\n  "paths"') + '\n>>>>>>> x\n',
    'merge conflict',
    7,
  ],
  [
    'nesting without end in JSON',
    'a.json',
    JSON_TEXT.replace('"paths"', `"x-deep": ${brackets(5000)},\n  "paths"`),
    'nested deeper',
    7,
  ],
]

const reviewed = (changeSet: ChangeSet): Promise<Review> =>
  review({ changeSet, config: defaultConfig(), now: new Date('2026-01-15T12:00:00Z') })

const said = ({ findings }: Review): unknown =>
  findings.filter(({ ruleId }) => ruleId === 'api-compatibility/description-unreadable')

describe.each(BROKEN)('%s', (_, path, text, words, line) => {
  const good = path.endsWith('.json') ? JSON_TEXT : YAML

  test('in the head is an error on its line', async () => {
    const answer = await reviewed(memoryChangeSet({ [path]: good }, { [path]: text }))
    expect(said(answer)).toMatchObject([
      {
        level: 'error',
        location: { side: 'head', path, region: { startLine: line } },
        message: expect.stringContaining(words) as string,
      },
    ])
    expect(answer.conclusion).toBe('failure')
    expect(answer.outcomes.filter(({ kind }) => kind === 'failed')).toEqual([])
  })

  test('in the base is a warning on its line, and no pass', async () => {
    const answer = await reviewed(memoryChangeSet({ [path]: text }, { [path]: good }))
    expect(said(answer)).toMatchObject([
      {
        level: 'warning',
        location: { side: 'base', path, region: { startLine: line } },
        message: expect.stringContaining(words) as string,
      },
    ])
    expect(answer.conclusion).toBe('action_required')
    expect(answer.outcomes.filter(({ kind }) => kind === 'failed')).toEqual([])
  })
})

test.each([
  ['is emptied', ''],
  ['loses its version', YAML.replace('openapi: 3.1.0\n', '')],
  ['becomes a list', '- openapi: 3.1.0\n'],
  ['says what it is only deeper inside', 'info:\n  openapi: 3.1.0\n'],
  ['is of a version nobody knows', YAML.replace('3.1.0', '4.0.0')],
])('a description that %s is an error, not a file that nobody looks at', async (_, text) => {
  const answer = await reviewed(memoryChangeSet({ 'a.yaml': YAML }, { 'a.yaml': text }))
  expect(said(answer)).toMatchObject([
    { level: 'error', location: { side: 'head', path: 'a.yaml', region: { startLine: 1 } } },
  ])
  expect(answer.conclusion).toBe('failure')
})

test.each(['invalid-utf8', 'binary', 'oversized', 'symlink'] as const)(
  'a description that is %s in the head is an error, in the base a warning',
  async (reason) => {
    const unread = (side: 'base' | 'head'): ChangeSet => {
      const changeSet = memoryChangeSet({ 'a.yaml': YAML }, { 'a.yaml': YAML.replace('Pets', 'Dogs') })
      const snapshot = changeSet[side]
      const content = { kind: 'unread' as const, reason }
      return {
        ...changeSet,
        changes: changeSet.changes.map((change) => ({ ...change, unread: reason })),
        [side]: {
          ...snapshot,
          read: () => Promise.resolve(content),
          readMany: (paths: string[]) => Promise.resolve(new Map(paths.map((path) => [path, content]))),
        },
      }
    }
    const head = await reviewed(unread('head'))
    expect(said(head)).toMatchObject([{ level: 'error', location: { side: 'head', path: 'a.yaml' } }])
    expect(head.conclusion).toBe('failure')
    const base = await reviewed(unread('base'))
    expect(said(base)).toMatchObject([{ level: 'warning', location: { side: 'base', path: 'a.yaml' } }])
    expect(base.conclusion).toBe('action_required')
  },
)

test('a URL that was never followed before is no news', async () => {
  const text = YAML.replace('#/components/schemas/Pet', 'https://example.com/pet.yaml')
  const answer = await reviewed(memoryChangeSet({ 'a.yaml': text }, { 'a.yaml': text.replace('OK', 'Fine') }))
  expect(said(answer)).toEqual([])
  expect(answer.conclusion).toBe('success')
})
