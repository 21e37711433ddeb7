import { expect, test } from 'vitest'
import { readerOf, readFileRoutes } from './collect.ts'
import { routesIn } from './testing.ts'

test.each([
  ['src/app.ts', true],
  ['src/app.test.ts', false],
  ['tests/app.py', false],
  ['pkg/api_test.go', false],
  ['node_modules/x/index.js', false],
  ['config/routes.rb', true],
  ['app/models/pet.rb', false],
  ['README.md', false],
])('%s is read: %s', (path, expected) => {
  expect(readerOf(path) !== undefined).toBe(expected)
})

test('a file that cannot be parsed is named, and the rest is still read', async () => {
  const routes = await routesIn({
    'big.js': `const app = express()\n${'x'.repeat(200_000)}`,
    'app.js': `const app = require('express')()\napp.get('/a', a)`,
  })
  expect(routes[0]).toBe('GET /a a app.js:2')
  expect(routes[1]).toMatch(/^not read: big\.js: a line of 200000 characters/)
})

// Deep chains, prefixes that multiply and routers in a circle come from strangers: each is bounded.
test('hostile files end soon', async () => {
  const chain = `const { Hono } = require('hono')\nconst app = new Hono()${".get('/a', h)".repeat(400)}`
  const circle = `const app = require('express')()\n${Array.from(
    { length: 60 },
    (_, at) =>
      `const r${at} = express.Router()\napp.use('/${at}', r${at})\nr${at}.use('/x', r${(at + 1) % 60})\nr${at}.get('/y', y)`,
  ).join('\n')}`
  const routes = await routesIn({ 'chain.js': chain, 'circle.js': circle })
  expect(routes.length).toBeLessThan(2000)
  expect((await readFileRoutes('a.py', `urlpatterns = ${'['.repeat(3000)}`)).kind).toBe('unread')
})
