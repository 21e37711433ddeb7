import { type ChildProcess, fork } from 'node:child_process'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FromWorker, Snapshots, ToWorker } from './protocol.ts'
import { runTool } from './tools/run-tool.ts'

/**
 * Starts a process for rules under Node's permission model: it may read the program and its libraries, load
 * native parsers, and write, read or start nothing else. Its environment is empty.
 * @param rulesModule URL of the module with the rules.
 * @param memoryMb size of its JavaScript heap, in MiB.
 */
export function startProcess(rulesModule: string, memoryMb: number): ChildProcess {
  const readable = [...PROGRAM, join(dirname(fileURLToPath(rulesModule)), '*')]
  const worker = fork(new URL(beside('./worker')), [rulesModule], {
    serialization: 'advanced',
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [
      `--max-old-space-size=${memoryMb}`,
      // What dies young is not kept: two API descriptions of 10 MB of YAML took 592 MB instead of 716.
      '--max-semi-space-size=32',
      '--permission',
      ...readable.map((path) => `--allow-fs-read=${path}`),
      // oxc-parser is native code.
      '--allow-addons',
      '--no-warnings',
    ],
  })
  release(worker)
  return worker
}

/**
 * Where the program and its libraries are: in a checkout the project's source folders, and never its `.env`
 * or data; installed, the outermost `node_modules`.
 */
const PROGRAM: readonly string[] = (() => {
  const [, outermost] = /^(.*?\/node_modules)\//.exec(fileURLToPath(import.meta.url)) ?? []
  if (outermost !== undefined) return [join(outermost, '*')]
  const root = fileURLToPath(import.meta.url).replace(/\/(?:dist\/)?src\/engine\/[^/]*$/, '')
  return ['src/*', 'checks/*', 'config/*', 'dist/*', 'node_modules/*', 'package.json'].map((path) =>
    join(root, path),
  )
})()

/** A module of ours: `.ts` as it stands here, `.js` in the published package. */
export function beside(path: string): string {
  return new URL(`${path}${extname(import.meta.url)}`, import.meta.url).href
}

/** Keeps this program running while the worker has something to do… */
export function hold(worker: ChildProcess): void {
  worker.ref()
  worker.channel?.ref()
}

/** …and lets it end while the worker is idle. */
export function release(worker: ChildProcess): void {
  worker.unref()
  worker.channel?.unref()
}

/** Kills a worker and waits until it is gone. */
export function end(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    // Held, or a program with nothing else to do would end before the answer, and never know that it had one.
    worker.ref()
    worker.once('exit', () => resolve())
    worker.kill('SIGKILL')
  })
}

/** Sends to a worker that may just have ended: its exit is what is answered then. */
export function post(worker: ChildProcess, message: ToWorker): void {
  if (worker.connected) worker.send(message, () => {})
}

/** Answers what a worker asks of the snapshots. */
export async function answer(
  worker: ChildProcess,
  { question, side, operation, paths }: Extract<FromWorker, { kind: 'ask' }>,
  snapshots: Snapshots,
): Promise<void> {
  try {
    const snapshot = snapshots[side]
    if (!snapshot) throw new Error(`this review has no ${side}`)
    const value = operation === 'entries' ? await snapshot.entries() : await snapshot.readMany(paths)
    post(worker, { kind: 'answer', question, value })
  } catch (error) {
    post(worker, { kind: 'refusal', question, error: error instanceof Error ? error.message : String(error) })
  }
}

/** Runs the tool that a worker asks for, and takes its time off what is left, in milliseconds. */
export async function answerTool(
  worker: ChildProcess,
  { question, request }: Extract<FromWorker, { kind: 'tool' }>,
  signal: AbortSignal,
  tools: { left: number },
): Promise<void> {
  const started = performance.now()
  try {
    const value =
      tools.left > 0
        ? await runTool(request, { signal, timeMs: Math.ceil(tools.left) })
        : { kind: 'stopped', why: `${request.tool} was not run: its time in this review is used up` }
    post(worker, { kind: 'answer', question, value })
  } catch (error) {
    post(worker, { kind: 'refusal', question, error: error instanceof Error ? error.message : String(error) })
  } finally {
    tools.left -= performance.now() - started
  }
}
