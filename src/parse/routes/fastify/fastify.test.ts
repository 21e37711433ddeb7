import { expect, test } from 'vitest'
import { routesIn } from '../testing.ts'

test('plugins below prefixes, full declarations and hidden routes', async () => {
  const routes = await routesIn({
    'main.ts': `import Fastify from 'fastify'
import users from './users/index.js'
const server = Fastify()
server.register(users, { prefix: '/users' })
server.route({ method: ['GET', 'POST'], url: '/z/:id', handler: answer })`,
    'users/index.ts': `import type { FastifyInstance } from 'fastify'
export default async function users(fastify: FastifyInstance, options) {
  fastify.get('/:id', { schema: { hide: true } }, show)
  fastify.register(import('./sub.js'), { prefix: '/sub' })
}`,
    'users/sub.ts': `import { FastifyPluginAsync } from 'fastify'
const plugin: FastifyPluginAsync = async (fastify) => { fastify.get('/deep', x) }
export default plugin`,
  })
  expect(routes).toEqual([
    'GET /users/sub/deep x users/sub.ts:2',
    'GET /users/{id} (hidden) show users/index.ts:3',
    'GET /z/{id} answer main.ts:5',
    'POST /z/{id} answer main.ts:5',
  ])
})
