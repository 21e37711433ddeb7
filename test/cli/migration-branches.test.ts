import { expect, test } from 'vitest'
import { World } from './world.ts'

const SQL = 'CREATE TABLE t (a int);\n'
const BACK = 'DROP TABLE t;\n'

test('two branches that took the same version meet in the review of the second', async () => {
  using world = new World().repository(
    { 'm/42_a.up.sql': SQL, 'm/42_a.down.sql': BACK },
    { 'm/43_b.up.sql': SQL, 'm/43_b.down.sql': BACK },
  )
  world.git('checkout', '--quiet', 'main')
  world.write({ 'm/43_c.up.sql': SQL, 'm/43_c.down.sql': BACK })
  world.git('add', '--all')
  world.git('commit', '--quiet', '--message=merged meanwhile')
  const { code, stdout } = await world.run('review', '--base', 'main', '--head', 'change', '--format', 'json')
  expect(code).toBe(1)
  const { findings } = JSON.parse(stdout) as { findings: { ruleId: string; location: { path: string } }[] }
  const said = findings.filter(({ ruleId }) => ruleId === 'migration-rollback/duplicate-version')
  expect(said.map(({ location }) => location.path)).toEqual(['m/43_b.up.sql'])
})
