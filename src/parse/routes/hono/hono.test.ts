import { expect, test } from 'vitest'
import { routesIn } from '../testing.ts'

// Every Hono instance may be mounted by a file that is not seen: none is known to be the root.
test('chains, base paths and routes below routes', async () => {
  const routes = await routesIn({
    'index.ts': `import { Hono } from 'hono'
import { api } from './api'
const app = new Hono().basePath('/api')
app.get('/a', h).post('/b', h)
app.route('/in', api)
export default app`,
    'api.ts': `import { Hono } from 'hono'
export const api = new Hono().get('/c/:id{[0-9]+}', x)`,
  })
  expect(routes).toEqual([
    'GET …/api/a h index.ts:4',
    'GET …/api/in/c/{id} x api.ts:2',
    'POST …/api/b h index.ts:4',
  ])
})
