import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { parse } from 'yaml'
import { expect, test } from 'vitest'
import { runAction } from '../../src/action/action.ts'
import { revisionsOf } from '../../src/action/event.ts'
import { annotation, command, inert } from '../../src/action/workflow.ts'
import { NASTY } from '../report/hostile.ts'
import { review } from '../report/example.ts'
import { INSECURE, World } from './world.ts'

async function act(world: World, env: Record<string, string>): Promise<{ code: number; log: string }> {
  let log = ''
  const code = await runAction({
    env: { GITHUB_WORKSPACE: world.dir, ...env },
    log: (text) => (log += text),
    signal: new AbortController().signal,
  })
  return { code, log }
}

test('a pull request is annotated, summarised and written as SARIF', async () => {
  using world = new World().repository({}, { 'src/users.ts': INSECURE })
  const event = {
    pull_request: {
      base: { sha: world.git('rev-parse', 'main') },
      head: { sha: world.git('rev-parse', 'HEAD') },
    },
  }
  world.write({ 'event.json': JSON.stringify(event) })
  const { code, log } = await act(world, {
    GITHUB_EVENT_PATH: world.path('event.json'),
    GITHUB_STEP_SUMMARY: world.path('summary.md'),
    GITHUB_OUTPUT: world.path('output'),
    INPUT_SARIF_FILE: 'out/review.sarif',
  })
  expect(code).toBe(1)
  expect(log).toMatch(/^::error file=src\/users\.ts,line=4,.*title=insecure-patterns\/sql-injection::/m)
  expect(readFileSync(world.path('summary.md'), 'utf8')).toMatch(/^## Failed at the gate: 1 error in 1 file/)
  expect(readFileSync(world.path('output'), 'utf8')).toMatch(/^conclusion<<(.+)\nfailure\n\1\n/)
  const sarif = JSON.parse(readFileSync(world.path('out/review.sarif'), 'utf8')) as { version: string }
  expect(sarif.version).toBe('2.1.0')
})

test('what is missing or wrong is an annotation and 2', async () => {
  using world = new World().repository({}, { a: 'a' })
  const wrong = await act(world, { INPUT_FAIL_ON: 'critical' })
  expect(wrong).toMatchObject({ code: 2, log: expect.stringContaining('fail-on is one of') as string })
  const shallow = await act(world, { INPUT_BASE: 'f'.repeat(40) })
  expect(shallow).toMatchObject({ code: 2, log: expect.stringContaining('fetch-depth: 0') as string })
  const absent = await act(world, { INPUT_CONFIG: 'policy.yml' })
  expect(absent).toMatchObject({ code: 2, log: expect.stringContaining('policy.yml') as string })
})

test.each([
  [
    'a pull request',
    { pull_request: { base: { sha: 'a'.repeat(40) }, head: { sha: 'b'.repeat(40) } } },
    'a',
    'b',
  ],
  ['a merge group', { merge_group: { base_sha: 'c'.repeat(40), head_sha: 'd'.repeat(40) } }, 'c', 'd'],
  ['a push', { before: 'e'.repeat(40), after: 'f'.repeat(40) }, 'e', 'f'],
  ['a new branch', { before: '0'.repeat(40), after: 'f'.repeat(40) }, undefined, undefined],
  ['another event', { action: 'opened' }, undefined, undefined],
  ['revisions that are none', { merge_group: { base_sha: '--exec=x', head_sha: 'd' } }, undefined, undefined],
])('the revisions of %s', (_name, event, base, head) => {
  expect(revisionsOf(JSON.stringify(event))).toEqual({
    ...(base !== undefined && { base: base.repeat(40) }),
    ...(head !== undefined && { head: head.repeat(40) }),
  })
})

test('the labels of a pull request are read from its event', () => {
  const sides = { base: { sha: 'a'.repeat(40) }, head: { sha: 'b'.repeat(40) } }
  const text = JSON.stringify({ pull_request: { ...sides, labels: [{ id: 1, name: 'api-major' }] } })
  expect(revisionsOf(text).labels).toEqual(['api-major'])
})

test('no text ends a workflow command or begins another', () => {
  const finding = review.findings[1]
  if (!finding) throw new Error('the example has findings')
  const text = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary' }))
  fc.assert(
    fc.property(text, text, (path, message) => {
      const line = annotation({ ...finding, message, location: { ...finding.location, path } }, message)
      expect(line).not.toMatch(/[\r\n]/)
      const [, properties = ''] = /^::error (.*?)::/s.exec(line) ?? []
      expect(properties.split(',').map((pair) => pair.split('=')[0])).toEqual([
        'file',
        'line',
        'endLine',
        'col',
        'endColumn',
        'title',
      ])
      const file = /file=([^,]*),/.exec(properties)?.[1] ?? ''
      expect(decodeURIComponent(file.replaceAll(/%(?!0A|0D|25|2C|3A)/g, '%25'))).toBe(path)
    }),
  )
  expect(command('notice', {}, '100%\n::error::x')).toBe('::notice::100%25%0A::error::x')
  expect(inert('::error::x', 'token')).toBe('::stop-commands::token\n::error::x\n::token::\n')
})

test('action.yml passes every input that it declares, and declares every output that is written', () => {
  const action = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8')) as {
    inputs: Record<string, unknown>
    outputs: Record<string, { value: string }>
    runs: { steps: { id?: string; env?: Record<string, string>; run: string }[] }
  }
  const step = action.runs.steps.find(({ id }) => id === 'review')
  expect(step?.env).toEqual(
    Object.fromEntries(
      Object.keys(action.inputs).map((name) => [
        `INPUT_${name.toUpperCase().replaceAll('-', '_')}`,
        `\${{ inputs.${name} }}`,
      ]),
    ),
  )
  expect(Object.keys(action.outputs)).toEqual(['conclusion', 'sarif-file'])
  for (const { run } of action.runs.steps) expect(run).not.toContain('${{')
})
