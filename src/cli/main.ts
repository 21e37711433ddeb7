#!/usr/bin/env node
import { cli } from './cli.ts'
import { endOnBrokenPipe } from './io.ts'

const interrupted = new AbortController()
process.once('SIGINT', () => interrupted.abort(new Error('interrupted')))
process.once('SIGTERM', () => interrupted.abort(new Error('terminated')))
endOnBrokenPipe(process.stdout)
endOnBrokenPipe(process.stderr)

process.exitCode = await cli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signal: interrupted.signal,
})
