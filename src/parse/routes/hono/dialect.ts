import type { Dialect } from '../javascript/dialect.ts'

/** https://hono.dev/docs/api/routing: every instance may be an application or be mounted with `route`. */
export const hono: Dialect = {
  id: 'hono',
  packages: /^(?:hono(?:\/.*)?|@hono\/zod-openapi)$/,
  applications: /^$/,
  routers: /^(?:Hono|OpenAPIHono)$/,
  mounts: ['route'],
  types: /^(?:Hono|OpenAPIHono)\b/,
}
