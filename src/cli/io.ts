import type { WriteStream } from 'node:tty'
import type { RulePool } from '../engine/index.ts'

/** What a command reads from and writes to besides files; tests give their own. */
export interface Io {
  stdout: Output
  stderr: Output
  env: Readonly<Record<string, string | undefined>>
  cwd: string
  signal: AbortSignal
  /** Threads that are warm already; without them a review starts and ends its own. */
  pool?: RulePool
}

export interface Output {
  write(text: string): unknown
  isTTY?: boolean
  columns?: number
}

/** Colours on a terminal; `NO_COLOR` and `FORCE_COLOR` go over that (no-color.org, force-color.org). */
export function wantsColour(output: Output, env: Io['env']): boolean {
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  if (env['NO_COLOR']) return false
  return output.isTTY === true && env['TERM'] !== 'dumb'
}

/** Columns to write to: those of the terminal, 100 in a pipe, and never so many that lines are hard to read. */
export function widthOf(output: Output): number {
  return Math.min(120, output.columns ?? 100)
}

/** A reader that goes away (`| head`) ends the program without a word, as for any tool in a pipe. */
export function endOnBrokenPipe(stream: Pick<WriteStream, 'on'>): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
    throw error
  })
}
