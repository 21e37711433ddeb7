import { spawnSync } from 'node:child_process'

/** What a process took: seconds of CPU and of the clock, peak memory in MB; or why it gave no answer. */
export type Measured =
  | { kind: 'done'; cpu: number; wall: number; memory: number; output: string }
  | { kind: 'failed'; why: string }

const MAX_SECONDS = 120
const MARK = 'measured'

/** Runs a program to its end under GNU time. Exit code 1 is how such tools say that they found something. */
export function measure(program: string, args: readonly string[], cwd = process.cwd()): Measured {
  const time = ['-f', `${MARK} %U %S %e %M`, program, ...args]
  const { error, status, stdout, stderr } = spawnSync('/usr/bin/time', time, {
    cwd,
    encoding: 'utf8',
    timeout: MAX_SECONDS * 1000,
    maxBuffer: 1 << 30,
  })
  if (error) {
    if ('code' in error && error.code === 'ETIMEDOUT') {
      return { kind: 'failed', why: `gave no answer in ${MAX_SECONDS} s` }
    }
    return { kind: 'failed', why: `${error.message} (GNU time is needed)` }
  }
  const figures = new RegExp(`^${MARK} (.*)$`, 'm').exec(stderr)?.[1]?.split(' ').map(Number)
  const [user = 0, system = 0, wall = 0, kilobytes = 0] = figures ?? []
  if (!figures || (status !== 0 && status !== 1)) {
    const why = stderr.includes('heap out of memory')
      ? 'ran out of 2 GB of heap'
      : `exit ${status}: ${stderr.slice(0, 200)}`
    return { kind: 'failed', why: `${why} (after ${wall.toFixed(1)} s)` }
  }
  return { kind: 'done', cpu: user + system, wall, memory: kilobytes / 1024, output: stdout }
}
