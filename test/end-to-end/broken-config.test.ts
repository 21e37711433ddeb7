import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runAction } from '../../src/action/action.ts'
import type { Review } from '../../src/model/index.ts'
import { World } from '../cli/world.ts'

// What the App does with a pull request that breaks the configuration, the command line and the Action do too.
const HEAD = { '.roadmap.yml': 'version: 1\nmode: enforced\n', 'a.js': 'export {}\n' }

test('a change that breaks the configuration passes nowhere', async () => {
  using world = new World().repository({}, HEAD)
  const { code, stdout } = await world.run('review', '--format', 'json')
  const { conclusion, families, notices } = JSON.parse(stdout) as Review
  expect({ code, conclusion }).toEqual({ code: 3, conclusion: 'action_required' })
  expect(new Set(families.map((family) => family.conclusion))).toEqual(new Set(['action_required']))
  expect(notices.find(({ level }) => level === 'error')?.location?.region?.startLine).toBe(2)
  const sha = (name: string): string => world.git('rev-parse', name)
  const event = world.path('event.json')
  writeFileSync(
    event,
    JSON.stringify({ pull_request: { base: { sha: sha('main') }, head: { sha: sha('HEAD') } } }),
  )
  const action = await runAction({
    env: { GITHUB_WORKSPACE: world.dir, GITHUB_EVENT_PATH: event },
    log: () => {},
    signal: new AbortController().signal,
  })
  expect(action).toBe(3)
})

test('advice never blocks', async () => {
  using world = new World().repository({ '.roadmap.yml': 'version: 1\nmode: advisory\n' }, HEAD)
  const { code, stdout } = await world.run('review', '--format', 'json')
  expect({ code, conclusion: (JSON.parse(stdout) as Review).conclusion }).toEqual({
    code: 0,
    conclusion: 'neutral',
  })
})
