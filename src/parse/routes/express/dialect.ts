import type { Dialect } from '../javascript/dialect.ts'

/** https://expressjs.com/en/5x/api.html */
export const express: Dialect = {
  id: 'express',
  packages: /^(?:express|express-promise-router|express-ws)$/,
  applications: /^(?:express|createApp)$/,
  routers: /^(?:express\.Router|Router|PromiseRouter|promiseRouter|createRouter|AsyncRouter)$/,
  mounts: ['use'],
  types: /^(?:express\.)?(?:Router|IRouter|Application|Express|core\.Express)\b/,
}
