import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Snapshot } from '../model/index.ts'
import type { FromWorker, Task, ToWorker } from './protocol.ts'
import type { RuleResult } from './run-rule.ts'

export interface PoolOptions {
  /** Threads at most; by default one a core, four at most. */
  threads?: number
  /** Longest time of one rule in one review, waiting for content included, in milliseconds. */
  ruleTimeMs?: number
  /** JavaScript heap of one thread, in MiB. */
  memoryMb?: number
  /** URL of a module whose export `rules` is run instead of the project's own rules. */
  rulesModule?: string
}

/** What became of one rule in its thread. */
export type RuleAnswer = { ruleId: string; milliseconds: number } & (
  | { result: RuleResult; error?: undefined }
  | { error: string; result?: undefined }
)

interface Waiting {
  start: (worker: Worker) => void
  abort: () => void
}

/**
 * Threads in which rules run, kept warm between reviews. A rule that exceeds its time or memory costs its
 * own thread only: it is answered as failed and the family's other rules go on in a new one.
 */
export class RulePool implements AsyncDisposable {
  readonly #threads: number
  readonly #ruleTimeMs: number
  readonly #memoryMb: number
  readonly #rulesModule: string
  readonly #idle: Worker[] = []
  readonly #all = new Set<Worker>()
  readonly #queue: Waiting[] = []
  #busy = 0
  #closed = false

  constructor(options: PoolOptions = {}) {
    this.#threads = options.threads ?? Math.min(4, availableParallelism())
    this.#ruleTimeMs = options.ruleTimeMs ?? 60_000
    this.#memoryMb = options.memoryMb ?? 1536
    this.#rulesModule = options.rulesModule ?? beside('../../checks/index')
  }

  /** Starts the threads ahead of the first review. */
  warm(): void {
    while (this.#idle.length + this.#busy < this.#threads) this.#idle.push(this.#spawn())
  }

  /**
   * Runs the rules of one family one after the other in one thread.
   * @throws the signal's reason when it is aborted.
   */
  async run(
    task: Task,
    snapshots: { base: Snapshot; head: Snapshot },
    signal: AbortSignal,
    onAnswer: (answer: RuleAnswer) => void,
  ): Promise<void> {
    let rules = task.rules
    while (rules.length > 0) {
      const done = new Set<string>()
      const worker = await this.#acquire(signal)
      const usable = await this.#runIn(worker, { ...task, rules }, snapshots, signal, (answer) => {
        done.add(answer.ruleId)
        onAnswer(answer)
      })
      this.#release(worker, usable)
      signal.throwIfAborted()
      rules = rules.filter(({ id }) => !done.has(id))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    for (const { abort } of this.#queue.splice(0)) abort()
    await Promise.all([...this.#all].map((worker) => worker.terminate()))
  }

  /** Answers whether the worker can be used again. */
  #runIn(
    worker: Worker,
    task: Task,
    snapshots: { base: Snapshot; head: Snapshot },
    signal: AbortSignal,
    onAnswer: (answer: RuleAnswer) => void,
  ): Promise<boolean> {
    return new Promise((resolve) => {
      let current = task.rules[0]?.id ?? ''
      let started = performance.now()
      let timer: NodeJS.Timeout | undefined
      const settle = (usable: boolean): void => {
        clearTimeout(timer)
        worker.removeAllListeners('message')
        worker.off('error', onError)
        worker.off('exit', onExit)
        signal.removeEventListener('abort', onAbort)
        resolve(usable)
      }
      const fail = (error: string): void => {
        onAnswer({ ruleId: current, error, milliseconds: Math.round(performance.now() - started) })
        settle(false)
      }
      const onError = (error: unknown): void => {
        const code = error instanceof Error && 'code' in error ? error.code : undefined
        fail(
          code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? `needed more than ${this.#memoryMb} MiB and was stopped`
            : error instanceof Error
              ? `${error.name}: ${error.message}`
              : String(error),
        )
      }
      const onExit = (): void => fail('its thread ended unexpectedly')
      const onAbort = (): void => settle(false)
      worker.on('message', (message: FromWorker) => {
        switch (message.kind) {
          case 'ask':
            void answer(worker, message, snapshots)
            break
          case 'start':
            current = message.ruleId
            started = performance.now()
            clearTimeout(timer)
            timer = setTimeout(
              () => fail(`took longer than ${this.#ruleTimeMs / 1000} s and was stopped`),
              this.#ruleTimeMs,
            )
            break
          case 'done':
            onAnswer({ ruleId: message.ruleId, result: message.result, milliseconds: message.milliseconds })
            break
          case 'failed':
            onAnswer({ ruleId: message.ruleId, error: message.error, milliseconds: message.milliseconds })
            break
          case 'finished':
            settle(true)
            break
        }
      })
      worker.once('error', onError)
      worker.once('exit', onExit)
      signal.addEventListener('abort', onAbort, { once: true })
      worker.postMessage({ kind: 'run', task } satisfies ToWorker)
    })
  }

  async #acquire(signal: AbortSignal): Promise<Worker> {
    signal.throwIfAborted()
    if (this.#closed) throw new Error('the rule pool was closed')
    if (this.#busy < this.#threads) {
      this.#busy++
      return this.#idle.pop() ?? this.#spawn()
    }
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        start: (worker) => {
          signal.removeEventListener('abort', waiting.abort)
          resolve(worker)
        },
        abort: () => {
          const index = this.#queue.indexOf(waiting)
          if (index >= 0) this.#queue.splice(index, 1)
          reject(signal.aborted ? (signal.reason as Error) : new Error('the rule pool was closed'))
        },
      }
      signal.addEventListener('abort', waiting.abort, { once: true })
      this.#queue.push(waiting)
    })
  }

  #release(worker: Worker, usable: boolean): void {
    if (!usable) void worker.terminate()
    const next = this.#closed ? undefined : this.#queue.shift()
    if (next) next.start(usable ? worker : this.#spawn())
    else {
      this.#busy--
      if (usable) this.#idle.push(worker)
    }
  }

  #spawn(): Worker {
    const worker = new Worker(new URL(beside('./worker')), {
      workerData: { rulesModule: this.#rulesModule },
      resourceLimits: { maxOldGenerationSizeMb: this.#memoryMb },
      env: {},
      stdin: false,
    })
    worker.unref()
    // A thread that dies while idle is replaced when it is next needed.
    worker.on('error', () => this.#forget(worker))
    worker.once('exit', () => this.#forget(worker))
    this.#all.add(worker)
    return worker
  }

  #forget(worker: Worker): void {
    this.#all.delete(worker)
    const index = this.#idle.indexOf(worker)
    if (index >= 0) this.#idle.splice(index, 1)
  }
}

/** A module of ours: `.ts` as it stands here, `.js` in the published package. */
function beside(path: string): string {
  return new URL(`${path}${extname(import.meta.url)}`, import.meta.url).href
}

async function answer(
  worker: Worker,
  { question, side, operation, paths }: Extract<FromWorker, { kind: 'ask' }>,
  snapshots: { base: Snapshot; head: Snapshot },
): Promise<void> {
  let reply: ToWorker
  try {
    const snapshot = snapshots[side]
    const value = operation === 'entries' ? await snapshot.entries() : await snapshot.readMany(paths)
    reply = { kind: 'answer', question, value }
  } catch (error) {
    reply = { kind: 'refusal', question, error: error instanceof Error ? error.message : String(error) }
  }
  worker.postMessage(reply)
}
