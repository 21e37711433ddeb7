import type { Dialect } from '../javascript/dialect.ts'

/** https://github.com/koajs/router/blob/master/API.md */
export const koa: Dialect = {
  id: 'koa',
  packages: /^(?:koa|koa-router|@koa\/router|koa-joi-router)$/,
  applications: /^Koa$/,
  routers: /^(?:Router|KoaRouter)$/,
  mounts: ['use'],
  types: /^(?:Router|KoaRouter|Koa)\b/,
}
