import type { Dialect } from '../javascript/dialect.ts'

/** https://fastify.dev/docs/latest/Reference/Routes/ */
export const fastify: Dialect = {
  id: 'fastify',
  packages: /^(?:fastify(?:-plugin)?|@fastify\/.*)$/,
  applications: /^(?:[fF]astify)$/,
  routers: /^$/,
  mounts: ['register'],
  types: /^(?:Fastify|FastifyInstance|FastifyPlugin\w*)\b/,
}
