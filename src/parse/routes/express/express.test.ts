import { expect, test } from 'vitest'
import { routesIn } from '../testing.ts'

test('routers are mounted across files: modules, named exports, factories and functions that are handed the app', async () => {
  const routes = await routesIn({
    'app.js': `const express = require('express')
const users = require('./users')
const { pets, toys: makeToys } = require('./more')
const app = express()
const V1 = '/v1'
app.get('env')
app.use(V1 + '/users', authenticate, users)
app.use(\`\${V1}/pets\`, pets)
app.use('/toys', makeToys())
require('./function')(app)
app.route('/r/:id').all(authenticate).get(h.a).post(h.b)
axios.get('/not-mine', callback)
`,
    'users.js': `const router = require('express').Router()
router.get('/:id?', show)
router.delete('/:id(\\\\d+)', remove)
module.exports = router`,
    'more.js': `const { Router } = require('express')
const pets = Router()
pets.post('/', create)
function toys() { const r = Router(); r.put('/x', (req, res) => res.end()); return r }
module.exports = { pets, toys }`,
    'function.js': `module.exports = (app) => { app.patch('/fn', z) }`,
  })
  expect(routes).toEqual([
    'DELETE /v1/users/{id} remove users.js:3',
    'GET /r/{id} h.a app.js:11',
    'GET /v1/users show users.js:2',
    'GET /v1/users/{id} show users.js:2',
    'PATCH /fn z function.js:1',
    'POST /r/{id} h.b app.js:11',
    'POST /v1/pets create more.js:3',
    'PUT /toys/x more.js:4',
  ])
})

test('a router in a class, TypeScript imports, and one router below two prefixes', async () => {
  const routes = await routesIn({
    'src/app.ts': `import express from 'express'
import { UserRoutes } from './user-routes'
class App {
  app = express()
  constructor() { this.app.use('/users', new UserRoutes().router); this.app.use('/people', new UserRoutes().router) }
}`,
    'src/user-routes.ts': `import { Router } from 'express'
export class UserRoutes {
  public router = Router()
  constructor() { this.router.get('/me', this.users.me) }
}`,
  })
  expect(routes).toEqual([
    'GET /people/me this.users.me src/user-routes.ts:4',
    'GET /users/me this.users.me src/user-routes.ts:4',
  ])
})

test('a router that nobody mounts in sight, a prefix that is not known, and a router below itself', async () => {
  const routes = await routesIn({
    'a.js': `import { Router } from 'express'
export const router = Router()
router.get('/a', a)
router.get(config.prefix + '/b', b)
const app = express()
app.use(config.prefix, other)
const other = Router()
other.get('/c', c)
other.use('/again', other)`,
  })
  expect(routes).toContain('GET …/a a a.js:3')
  expect(routes).toContain('GET …/b b a.js:4')
  expect(routes.filter((route) => route.includes('/c ')).every((route) => route.startsWith('GET …'))).toBe(
    true,
  )
})
