import { expect, test } from 'vitest'
import { World } from './world.ts'

const CONFIG = `version: 1
waivers:
  - { check: insecure-patterns/*, paths: ["legacy/**"], reason: Replaced in May, expires: 2027-03-01 }
  - { check: insecure-patterns/weak-hash, paths: ["a.js", "b.js"], reason: Moving, expires: 2026-11-30 }
  - { check: migration-rollback/*, paths: ["old/**"], reason: Past, expires: 2026-11-21 }
`

test('waivers are listed with their ends, and the code says whether one ends soon', async () => {
  using world = new World()
  world.write({ '.roadmap.yml': CONFIG })
  const { code, stdout } = await world.run('waivers', '--now', '2026-11-23')
  expect(stdout.split('\n')).toEqual([
    '2026-11-21 (ended 2 days ago)  migration-rollback/* for old/**: Past  [.roadmap.yml:5]',
    '2026-11-30 (7 days left)  insecure-patterns/weak-hash for a.js, b.js: Moving  [.roadmap.yml:4]',
    '2027-03-01 (98 days left)  insecure-patterns/* for legacy/**: Replaced in May  [.roadmap.yml:3]',
    '',
  ])
  expect(code).toBe(1)
  world.write({ '.roadmap.yml': CONFIG.split('\n').slice(0, 4).join('\n') })
  expect((await world.run('waivers', '--now', '2026-11-22')).code).toBe(0)
  expect((await world.run('waivers', '--now', '2026-11-22', '--within', '8')).code).toBe(1)
  expect((await world.run('waivers', '--now', '2026-11-23')).code).toBe(1)
  const json = await world.run('waivers', '--now', '2026-11-30', '--format', 'json')
  expect(JSON.parse(json.stdout)).toMatchObject([{ days: 0, state: 'ends' }, { state: 'holds' }])
})

test('no configuration has no waivers; one that is not valid is bad usage', async () => {
  using world = new World()
  await expect(world.run('waivers')).resolves.toMatchObject({ code: 0, stdout: 'no waivers\n' })
  await expect(world.run('waivers', '--within', 'soon')).resolves.toMatchObject({ code: 2 })
  world.write({
    '.roadmap.yml': 'version: 1\nwaivers: [{ check: "*", paths: ["a"], expires: 2027-01-01 }]\n',
  })
  const { code, stderr } = await world.run('waivers')
  expect(code).toBe(2)
  expect(stderr).toContain('reason')
})
