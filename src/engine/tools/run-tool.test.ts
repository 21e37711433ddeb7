import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { ToolAnswer } from '../../model/index.ts'
import { confinement } from './confine.ts'
import { PROGRAMS, type ToolProgram } from './programs.ts'
import { runTool, type ToolBounds } from './run-tool.ts'

const scripts = mkdtempSync(join(tmpdir(), 'tool-test-'))
afterAll(() => rmSync(scripts, { recursive: true, force: true }))

/** A program that misbehaves: a script for the shell, started as a known tool would be. */
function program(script: string): ToolProgram {
  const path = join(mkdtempSync(join(scripts, 'x')), 'program')
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o700)
  return { find: () => ({ path }), arguments: ['one'] }
}

function run(
  one: ToolProgram,
  bounds: ToolBounds = {},
  files: Record<string, string> = { 'head/a.proto': 'text' },
): Promise<ToolAnswer> {
  return runTool(
    { tool: 'buf-breaking', files },
    { ...bounds, programs: { ...PROGRAMS, 'buf-breaking': one } },
  )
}

function own(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`roadmap-review-tool-${process.pid}-`))
}

describe.skipIf(process.platform === 'win32')('a tool', () => {
  test('sees its files and an environment of its own, and leaves nothing behind', async () => {
    process.env['SECRET_OF_OURS'] = 'secret'
    const answer = await run(program('echo "$1"; find . -type f; cat head/a.proto; echo; env; pwd'))
    delete process.env['SECRET_OF_OURS']
    expect(answer).toMatchObject({ kind: 'ran', exitCode: 0 })
    const said = answer.kind === 'ran' ? answer.stdout : ''
    expect(said).toMatch(/^one\n\.\/head\/a\.proto\ntext\n/)
    expect(said).not.toContain('secret')
    const [, home = ''] = /^HOME=(.*)$/m.exec(said) ?? []
    expect(home).toContain('roadmap-review-tool-')
    expect(existsSync(home)).toBe(false)
    expect(own()).toEqual([])
  })

  test('that is not there is unavailable', async () => {
    const answer = await run({ find: () => ({ why: 'no package' }), arguments: [] })
    expect(answer).toEqual({ kind: 'unavailable', why: 'no package' })
    const gone = await run({ find: () => ({ path: join(scripts, 'gone') }), arguments: [] })
    // A wrapper says it by its exit code, a bare start by an error.
    expect(gone.kind === 'unavailable' || (gone.kind === 'ran' && gone.exitCode > 125)).toBe(true)
  })

  test('that hangs is stopped with all that it started', async () => {
    const mark = join(scripts, 'still-there')
    const answer = await run(program(`(sleep 2; touch ${mark}) & sleep 60`), { timeMs: 300 })
    expect(answer).toEqual({ kind: 'stopped', why: 'buf-breaking took longer than 0.3 s and was stopped' })
    await new Promise((resolve) => {
      setTimeout(resolve, 2500)
    })
    expect(existsSync(mark)).toBe(false)
    expect(own()).toEqual([])
  })

  test.each(['', '>&2'])('that floods its output %s is stopped', async (stream) => {
    const answer = await run(program(`while :; do echo 0123456789 ${stream}; done`), { outputBytes: 10_000 })
    expect(answer).toMatchObject({ kind: 'stopped', why: expect.stringContaining('more than 10000 bytes') })
  })

  test('that crashes is said to have', async () => {
    expect(await run(program('kill -SEGV $$'))).toMatchObject({
      kind: 'stopped',
      why: expect.stringContaining('SIGSEGV'),
    })
  })

  test('ends when the review ends, and does not begin after it', async () => {
    const answer = await run(program('sleep 60'), { signal: AbortSignal.timeout(200) })
    expect(answer).toMatchObject({ kind: 'stopped', why: expect.stringContaining('the review was ended') })
    const late = await run(program('echo x'), { signal: AbortSignal.abort() })
    expect(late).toMatchObject({ kind: 'stopped', why: expect.stringContaining('not started') })
  })

  test('has no network where the platform can take it away', async () => {
    const { network } = await confinement()
    if (network !== 'none') return
    const answer = await run(program('cat /proc/net/dev'))
    const devices = answer.kind === 'ran' ? answer.stdout.match(/^ *\w+:/gm)?.map((name) => name.trim()) : []
    expect(devices).toEqual(['lo:'])
  })

  test.each([
    '../outside',
    '/etc/passwd',
    'a/../../b',
    'a//b',
    './a',
    'a/',
    '',
    'a\\..\\b',
    'c:/x',
    '-x/a',
    'a\u0000b',
    'a b',
    'x'.repeat(300),
  ])('never gets a file %j', async (path) => {
    const mark = join(scripts, 'started')
    const answer = await run(program(`touch ${mark}`), {}, { [path]: 'text' })
    expect(answer).toMatchObject({ kind: 'stopped', why: expect.stringContaining('is not a plain one') })
    expect(existsSync(mark)).toBe(false)
  })

  test('never gets files that differ in case only, or are folders of others', async () => {
    const files: Record<string, string>[] = [
      { 'a/B.proto': '', 'a/b.proto': '' },
      { 'A/x': '', 'a/y': '' },
      { a: '', 'a/b': '' },
    ]
    for (const request of files)
      expect(await run(program('echo ran'), {}, request)).toMatchObject({ kind: 'stopped' })
  })
})

test('buf compares two folders', async () => {
  const config = 'version: v2\n'
  const files = {
    'head/buf.yaml': config,
    'base/buf.yaml': config,
    'head/a.proto': 'syntax = "proto3";\npackage a;\n',
    'base/a.proto': 'syntax = "proto3";\npackage a;\nmessage A {}\n',
  }
  const answer = await runTool({ tool: 'buf-breaking', files })
  expect(answer).toMatchObject({
    kind: 'ran',
    exitCode: 100,
    stdout: expect.stringContaining('MESSAGE_NO_DELETE'),
  })
})
