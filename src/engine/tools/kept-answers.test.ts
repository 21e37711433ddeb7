import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ToolAnswer } from '../../model/index.ts'
import type { ToolProgram } from './programs.ts'
import { PROGRAMS } from './programs.ts'
import { runTool } from './run-tool.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'roadmap-review-kept-test-'))
  vi.stubEnv('TMPDIR', root)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(root, { recursive: true })
})

/** Says another word each time it is run. */
function saying(code: string): ToolProgram {
  return {
    find: () => ({ path: process.execPath }),
    arguments: ['-e', code],
    answers: (files) => createHash('sha256').update(JSON.stringify(files)).digest('hex'),
  }
}

function run(program: ToolProgram, files: Record<string, string>): Promise<ToolAnswer> {
  const programs = { ...PROGRAMS, 'prove-postgres': program }
  return runTool({ tool: 'prove-postgres', files }, { programs })
}

const ANYTHING = 'console.log(process.hrtime.bigint().toString())'

test('an answer is kept for the same request, and for no other', async () => {
  const program = saying(ANYTHING)
  const first = await run(program, { 'request.json': '1' })
  expect(first).toMatchObject({ kind: 'ran', exitCode: 0 })
  expect(await run(program, { 'request.json': '1' })).toEqual(first)
  expect(await run(program, { 'request.json': '2' })).not.toEqual(first)
})

test('a run that failed is made again', async () => {
  const program = saying(`${ANYTHING}; process.exitCode = 1`)
  const first = await run(program, { 'request.json': '1' })
  expect(first).toMatchObject({ kind: 'ran', exitCode: 1 })
  expect(await run(program, { 'request.json': '1' })).not.toEqual(first)
})

test('what a full disk or another hand left is not taken for an answer', async () => {
  const program = saying(ANYTHING)
  const files = { 'request.json': randomUUID() }
  const first = await run(program, files)
  const folder = join(tmpdir(), `roadmap-review-kept-${process.getuid?.()}`, 'answers')
  const path = join(folder, program.answers?.(files) ?? '')
  for (const damaged of [
    '',
    readFileSync(path, 'utf8').slice(0, 20),
    '{"key":"another","answer":{"kind":"ran"}}',
  ]) {
    writeFileSync(path, damaged)
    const again = await run(program, files)
    expect(again).toMatchObject({ kind: 'ran', exitCode: 0 })
    expect(again).not.toEqual(first)
  }
})
