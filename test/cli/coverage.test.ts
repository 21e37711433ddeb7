import { expect, test } from 'vitest'
import { runAction } from '../../src/action/action.ts'
import { reviewSchema } from '../../src/report/index.ts'
import { World } from './world.ts'

const CONFIG = 'version: 1\ncritical-paths:\n  pay: { paths: ["src/pay/**"] }\n'
const BASE = {
  '.roadmap.yml': CONFIG,
  'src/pay/a.ts': 'export function pay(a: number): number {\n  return a\n}\n',
}
const HEAD = {
  'src/pay/a.ts':
    'export function pay(a: number): number {\n  if (a < 0) {\n    return 0\n  }\n  return a\n}\n',
}
const lcov = (hits: number): string =>
  `SF:/home/runner/work/shop/shop/src/pay/a.ts\nDA:1,1\nDA:2,9\nDA:3,${hits}\nDA:5,8\nend_of_record\n`

async function tests(world: World, ...args: string[]): Promise<string[]> {
  const { stdout } = await world.run('review', '--format', 'json', ...args)
  return reviewSchema
    .parse(JSON.parse(stdout))
    .findings.filter(({ ruleId }) => ruleId.startsWith('critical-path-tests/'))
    .map(({ ruleId, location }) => `${ruleId.slice(20)} ${location.region?.startLine}`)
}

test('coverage clears what ran, and shows what did not', async () => {
  using world = new World().repository(BASE, HEAD)
  world.write({ 'ran.info': lcov(2), 'not.info': lcov(0) })
  expect(await tests(world)).toEqual(['untested-change 2'])
  expect(await tests(world, '--coverage', 'ran.info')).toEqual([])
  expect(await tests(world, '--coverage', 'not.info')).toEqual(['untested-change 2'])
  // Reports of two shards are one.
  expect(await tests(world, '--coverage', 'not.info', '--coverage', 'ran.info')).toEqual([])
})

test('a report that is not there, or is none, is said', async () => {
  using world = new World().repository(BASE, HEAD)
  world.write({ 'broken.info': 'SF:a\nDA:x' })
  const missing = await world.run('review', '--coverage', 'nowhere.info')
  expect(missing.code).toBe(2)
  expect(missing.stderr).toContain('nowhere.info: there is no such file')
  const broken = await world.run('review', '--coverage', 'broken.info')
  expect(broken.code).toBe(3)
  expect(broken.stdout).toContain('coverage report broken.info')
  const alone = await world.run('review', '--base-coverage', 'broken.info')
  expect(alone.code).toBe(2)
})

test('in the Action the coverage of a fork clears nothing', async () => {
  using world = new World().repository(BASE, HEAD)
  const at = (head: string): string =>
    JSON.stringify({
      pull_request: {
        base: { sha: world.git('rev-parse', 'main'), repo: { full_name: 'acme/shop' } },
        head: { sha: world.git('rev-parse', 'HEAD'), repo: { full_name: head } },
      },
    })
  world.write({ 'ran.info': lcov(2), 'own.json': at('acme/shop'), 'fork.json': at('someone/shop') })
  const act = async (event: string): Promise<string> => {
    let log = ''
    await runAction({
      env: {
        GITHUB_WORKSPACE: world.dir,
        GITHUB_EVENT_PATH: world.path(event),
        INPUT_COVERAGE: '\n  ran.info\n',
      },
      log: (text) => (log += text),
      signal: new AbortController().signal,
    })
    return log
  }
  expect(await act('own.json')).not.toContain('critical-path-tests/untested-change')
  const fork = await act('fork.json')
  expect(fork).toContain('critical-path-tests/untested-change')
  expect(fork).toContain('the change comes from a fork')
})
