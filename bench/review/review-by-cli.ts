import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ProcessWatch } from './process-watch.ts'
import type { Range } from './ranges.ts'

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')

/** What one run of the command line cost, from its start to its end. */
export interface CliRun {
  milliseconds: number
  /** Peak in MiB: the command and its rule processes. */
  memory: number
}

/**
 * Reviews a range with the command line.
 * @throws Error where it ends with anything but a review (exit code 0, or 3: something was not looked at).
 */
export async function reviewByCli(directory: string, range: Range): Promise<CliRun> {
  const started = performance.now()
  const revisions = ['--base', range.base, '--head', range.head]
  const child = spawn(
    process.execPath,
    [MAIN, 'review', '--repo', directory, ...revisions, '--fail-on', 'never', '--format', 'json'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  using watch = new ProcessWatch(child.pid ?? 0)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('exit', resolve)
  })
  if (code !== 0 && code !== 3) throw new Error(`the command line ended with ${code}`)
  return { milliseconds: performance.now() - started, memory: watch.take().memory }
}
