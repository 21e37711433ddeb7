import { expect, test } from 'vitest'
import type { Simulation } from '../../src/engine/simulate.ts'
import { INSECURE, World } from './world.ts'

/** One rule alone is quick, and says the same. */
const OFF = 'version: 1\nchecks:\n  "*": off\n'
const ON = `${OFF}  insecure-patterns/sql-injection: error\n`

/** `main` with one pull request merged by a merge commit, and one squashed. */
function history(config: string): World {
  const world = new World().repository({ '.roadmap.yml': config }, { 'src/users.ts': INSECURE })
  world.git('checkout', '--quiet', 'main')
  world.git('merge', '--quiet', '--no-ff', '--message=Merge pull request #3 from acme/change', 'change')
  world.write({ 'docs.md': 'x\n' })
  world.git('add', '--all')
  world.git('commit', '--quiet', '--message=Write docs (#4)')
  return world
}

test('tells what would appear, and where a check would fail', async () => {
  using world = history(OFF)
  world.write({ 'new.yml': ON })
  const ran = await world.run('config', 'simulate', '--config', 'new.yml', '--format', 'json')
  expect(ran).toMatchObject({ code: 0 })
  const { changes, left } = JSON.parse(ran.stdout) as Simulation
  expect(left).toBe(0)
  expect(changes).toMatchObject([
    { title: 'Write docs (#4)', pull: 4, appear: [], vanish: [], levels: [], checks: [] },
    {
      pull: 3,
      before: 'success',
      after: 'failure',
      checks: [{ family: 'insecure-patterns', before: 'success', after: 'failure' }],
      appear: [{ ruleId: 'insecure-patterns/sql-injection', level: 'error', path: 'src/users.ts' }],
      vanish: [],
    },
  ])
})

test('tells what would vanish and what would change its level, of as many as were asked for', async () => {
  using world = history(ON)
  world.write({ '.roadmap.yml': OFF })
  const one = await world.run('config', 'simulate', '--last', '1')
  expect(one.stdout).toContain('Of 1 merged change, 0 would have been answered otherwise')
  const gone = await world.run('config', 'simulate')
  expect(gone.stdout).toMatch(
    /#3.*\n.*insecure-patterns: Failed at the gate → Passed\n {2}- error src\/users\.ts:\d+ insecure/,
  )
  world.write({ '.roadmap.yml': ON.replace(': error', ': note') })
  const lower = await world.run('config', 'simulate', '--format', 'markdown')
  expect(lower.stdout).toContain('| level (was error) | note | `insecure-patterns/sql-injection` |')
})

test('needs two valid configurations', async () => {
  using world = history(OFF)
  world.write({ '.roadmap.yml': 'version: 1\nmode: sometimes\n' })
  expect(await world.run('config', 'simulate')).toMatchObject({ code: 2, stdout: '' })
  expect(await world.run('config', 'simulate', '--last', 'many')).toMatchObject({ code: 2 })
})
