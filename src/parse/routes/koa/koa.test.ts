import { expect, test } from 'vitest'
import { routesIn } from '../testing.ts'

test('prefixes of routers, names of routes, and routers used by an application', async () => {
  const routes = await routesIn({
    'index.js': `const Koa = require('koa')
const Router = require('@koa/router')
const app = new Koa()
const router = new Router({ prefix: '/pets' })
router.get('pet', '/:id', show)
router.del('/:id', remove)
app.use(router.routes())`,
  })
  expect(routes).toEqual(['DELETE /pets/{id} remove index.js:6', 'GET /pets/{id} show index.js:5'])
})
