import { runAction } from './action.ts'

const interrupted = new AbortController()
process.once('SIGINT', () => interrupted.abort(new Error('interrupted')))
process.once('SIGTERM', () => interrupted.abort(new Error('terminated')))

process.exitCode = await runAction({
  env: process.env,
  log: (text) => void process.stdout.write(text),
  signal: interrupted.signal,
})
