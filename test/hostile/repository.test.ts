import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultConfig } from '../../config/index.ts'
import { openGit } from '../../src/changeset/index.ts'
import { review, RulePool } from '../../src/engine/index.ts'
import type { Review } from '../../src/model/index.ts'
import { CANARY, type HostileRepository, hostileRepository } from './hostile-repository.ts'

describe('a hostile pull request', () => {
  let requests = 0
  const server = createServer((_, response) => {
    requests++
    response.end(`type: object\ndescription: ${CANARY}\n`)
  })
  const pool = new RulePool()
  let repository: HostileRepository
  let answer: Review
  let everything: string

  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    repository = hostileRepository(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    await using changeSet = await openGit({ repo: repository.path, base: 'main', head: repository.branch })
    answer = await review({
      changeSet,
      config: defaultConfig(),
      now: new Date('2026-01-15T12:00:00Z'),
      pool,
    })
    everything = JSON.stringify(answer)
  }, 120_000)
  afterAll(async () => {
    await pool[Symbol.asyncDispose]()
    server.close()
    repository?.[Symbol.dispose]()
  })

  test('reads nothing outside the repository and asks no server', () => {
    expect(everything).not.toContain(CANARY)
    expect(everything).not.toContain('root:x:0:0')
    expect(requests).toBe(0)
  })

  test('runs nothing that a branch name says', () => {
    expect(existsSync(join(repository.path, 'pwned'))).toBe(false)
    expect(existsSync('pwned')).toBe(false)
  })

  test('pollutes no prototype', () => {
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('is never green', () => {
    expect(answer.conclusion).not.toBe('success')
    expect(answer.conclusion).not.toBe('neutral')
  })

  test('no rule crashed or ran out of its bounds', () => {
    expect(answer.outcomes.filter(({ kind }) => kind === 'failed')).toEqual([])
  })

  // What could not be looked at is named, as a finding or as not looked at.
  test.each([
    'api/bomb.yaml',
    'api/deep.json',
    'api/absolute.yaml',
    'api/remote.yaml',
    'api/file-url.yaml',
    'api/openapi.yaml',
    'db/migrations/000003_nul.up.sql',
    'db/migrations/000004_latin1.up.sql',
    'db/migrations/000007_lfs.up.sql',
    'src/huge.js',
    'src/minified.js',
    'src/nested.js',
  ])('%s is named', (path) => {
    expect(everything).toContain(path)
  })

  // Odd but readable: looked at like any other file.
  test.each([
    'db/migrations/000005_crlf.up.sql',
    'db/migrations/000006_bom.up.sql',
    'db/migrations/000008_\n<img src=x>.up.sql',
    'db/migrations/000009_🙈`@everyone`.up.sql',
  ])('%j is reviewed', (path) => {
    const about = answer.findings.filter(({ location }) => location.path === path)
    expect(about.map(({ ruleId }) => ruleId)).toContain('migration-rollback/missing-down')
  })
})
