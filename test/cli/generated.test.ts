import { expect, test } from 'vitest'
import { runAction } from '../../src/action/action.ts'
import { reviewSchema } from '../../src/report/index.ts'
import { World } from './world.ts'

const CONFIG = { '.roadmap.yml': 'version: 1\ngenerated: [build/openapi.yaml]\n' }

function description(paths: string): string {
  return `openapi: 3.0.3\ninfo: { title: Shop, version: 1.0.0 }\npaths:\n${paths}`
}

const path = (name: string): string =>
  `  /${name}:\n    get: { operationId: ${name}, responses: { '200': { description: All } } }\n`

function repository(): World {
  const world = new World().repository(CONFIG, { 'src/shop.ts': 'export const open = true\n' })
  world.write({ 'build/openapi.yaml': description(path('orders') + path('carts')) }, 'old')
  world.write({ 'build/openapi.yaml': description(path('orders')) }, 'new')
  return world
}

test('a description that builds make is compared where both are handed over', async () => {
  using world = repository()
  const folders = ['--base-generated', 'old', '--head-generated', 'new']
  const { code, stdout } = await world.run('review', '--format', 'json', ...folders)
  expect(code).toBe(1)
  const { findings, notices } = reviewSchema.parse(JSON.parse(stdout))
  expect(findings).toMatchObject([
    {
      ruleId: 'api-compatibility/path-removed',
      location: { side: 'base', path: 'build/openapi.yaml', region: { startLine: 6 } },
    },
  ])
  expect(notices).toEqual([])
})

test('without them the review says what it did not compare', async () => {
  using world = repository()
  const { code, stdout } = await world.run('review', '--format', 'json')
  expect(code).toBe(0)
  const { notices } = reviewSchema.parse(JSON.parse(stdout))
  expect(notices).toMatchObject([{ level: 'warning', location: { path: 'build/openapi.yaml' } }])
})

test('one folder alone is bad usage', async () => {
  using world = repository()
  const { code, stderr } = await world.run('review', '--head-generated', 'new')
  expect(code).toBe(2)
  expect(stderr).toContain('--base-generated and --head-generated go together')
})

test('the Action takes them as inputs', async () => {
  using world = repository()
  const env = {
    GITHUB_WORKSPACE: world.dir,
    INPUT_BASE: 'main',
    INPUT_BASE_GENERATED: 'old',
    INPUT_HEAD_GENERATED: 'new',
  }
  let log = ''
  const signal = new AbortController().signal
  const code = await runAction({ env, signal, log: (text) => (log += text) })
  expect(code).toBe(1)
  expect(log).toContain('build/openapi.yaml:6 of the base')
})
