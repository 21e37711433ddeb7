import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { World } from './world.ts'

const BASE =
  'export const net = (gross) => gross / 2\nexport function rounded(gross) {\n  return Math.round(gross)\n}\n'
const HEAD = BASE.replace('  return Math', "  if (gross < 0) throw new RangeError('negative')\n  return Math")
const MANIFEST = { 'package.json': '{"type":"module","devDependencies":{"vitest":"5"}}' }

test('a test of the functions that changed, one case for each new branch; committed or not', async () => {
  using world = new World()
  world.repository({ ...MANIFEST, 'src/price.js': BASE }, { 'src/price.js': HEAD })
  const { code, stdout, stderr } = await world.run('scaffold', 'test', 'src/price.js')
  expect(code).toBe(0)
  expect(stdout).toContain("import { rounded } from './price.js'")
  expect(stdout).toContain("it('throws when gross is below 0', () => {")
  expect(stdout).not.toMatch(/net|usual/)
  expect(stderr).toContain('vitest, rounded (changed against the base)')
  expect(stderr).toContain('It belongs into src/price.test.js')
  world.write({ 'src/price.js': HEAD.replace('gross / 2', "gross === 1 ? 'one' : gross / 2") })
  const again = await world.run('scaffold', 'test', 'src/price.js')
  expect(again.stdout).toContain("it('when gross is 1', () => {")
  expect((await world.run('scaffold', 'test', 'src/price.js', '--base', 'HEAD')).stderr).toContain(
    'vitest, net (',
  )
})

test('all functions where none changed, those that are named, and no git at all', async () => {
  using world = new World()
  world.write({ ...MANIFEST, 'src/price.js': BASE })
  const all = await world.run('scaffold', 'test', 'src/price.js')
  expect(all.stderr).toContain('vitest, net, rounded (nothing to compare it with)')
  const one = await world.run('scaffold', 'test', 'src/price.js', '--function', 'net')
  expect(one.stdout).toContain("import { net } from './price.js'")
})

test('it is written where nothing stands, and nothing is ever written over', async () => {
  using world = new World()
  world.repository({ ...MANIFEST, 'src/price.js': BASE }, { 'src/price.js': HEAD })
  const { stdout } = await world.run('scaffold', 'test', 'src/price.js', '--write')
  expect(stdout).toBe('wrote src/price.test.js\n')
  const written = readFileSync(world.path('src/price.test.js'), 'utf8')
  expect(written).toContain('throws when gross is below 0')
  const again = await world.run('scaffold', 'test', 'src/price.js', '--write')
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('exists') })
  world.git('add', '--all')
  world.git('commit', '--quiet', '--message=test')
  const added = await world.run('scaffold', 'test', 'src/price.js', '--write')
  expect(added.stderr).toContain('Add it to src/price.test.js')
  expect(readFileSync(world.path('src/price.test.js'), 'utf8')).toBe(written)
  expect(existsSync(world.path('src/price.test.js.new'))).toBe(false)
})

test.each([
  ['a file that is not there', 'nowhere.js', [], 'cannot read nowhere.js'],
  ['a language without a framework', 'a.sql', [], 'no framework of its language'],
  ['test code', 'a.test.js', [], 'is test code itself'],
  ['a function that it has not', 'a.js', ['--function', 'gone'], 'a.js has no function gone; it has here'],
  ['nothing to call', 'b.js', [], 'gives out neither'],
  ['a base that is not there', 'a.js', ['--base', 'gone'], 'gone'],
])('a mistake is said in one line: %s', async (_, file, more, words) => {
  using world = new World()
  world.repository(
    {
      'a.js': 'export const here = () => 1\n',
      'a.test.js': 'x\n',
      'a.sql': 'x\n',
      'b.js': 'const a = () => 1\n',
    },
    { 'c.js': '' },
  )
  const { code, stdout, stderr } = await world.run('scaffold', 'test', file, ...more)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(words)
  expect(stderr).not.toContain('    at ')
})
