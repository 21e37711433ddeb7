import type { ChildProcess } from 'node:child_process'
import { availableParallelism } from 'node:os'
import type { FromWorker, Snapshots, Task } from './protocol.ts'
import { answer, answerTool, beside, end, hold, post, release, startProcess } from './rule-process.ts'
import type { RuleResult } from './run-rule.ts'

export interface PoolOptions {
  /** Processes at most; by default one a core, four at most. */
  processes?: number
  /** Longest time of one rule in one review, waiting for content included, in milliseconds. */
  ruleTimeMs?: number
  /** JavaScript heap of one process, in MiB. */
  memoryMb?: number
  /** URL of a module whose export `loadRule` gives other rules than the project's own. */
  rulesModule?: string
}

/** What became of one rule in its process. */
export type RuleAnswer = { ruleId: string; milliseconds: number } & (
  | { result: RuleResult; error?: undefined }
  | { error: string; result?: undefined }
)

/** A process larger than this after its work is replaced: V8 and WebAssembly give little memory back, in bytes. */
const RECYCLE_ABOVE = 400 * 1024 * 1024

/** Time of all tools that the rules of one family may use in one review, in milliseconds: less than one rule has. */
const TOOL_TIME_MS = 60_000

interface Waiting {
  start: (worker: ChildProcess) => void
  abort: () => void
}

/**
 * Processes in which rules run, kept warm between reviews. A rule that exceeds its time or memory, or crashes
 * what it runs in, costs its own process only: it is answered as failed and the family's other rules go on in
 * a new one. The processes may read the program's own files and do nothing else outside.
 */
export class RulePool implements AsyncDisposable {
  readonly #processes: number
  readonly #ruleTimeMs: number
  readonly #memoryMb: number
  readonly #rulesModule: string
  readonly #idle: ChildProcess[] = []
  readonly #all = new Set<ChildProcess>()
  readonly #queue: Waiting[] = []
  #busy = 0
  #closed = false

  constructor(options: PoolOptions = {}) {
    this.#processes = options.processes ?? Math.min(4, availableParallelism())
    this.#ruleTimeMs = options.ruleTimeMs ?? 120_000
    this.#memoryMb = options.memoryMb ?? 1536
    this.#rulesModule = options.rulesModule ?? beside('../../checks/load-rule')
  }

  /** Starts processes ahead of the first review, by default all. */
  warm(processes = this.#processes): void {
    while (this.#idle.length + this.#busy < Math.min(processes, this.#processes))
      this.#idle.push(this.#spawn())
  }

  /**
   * Runs the rules of one family one after the other in one process.
   * @throws the signal's reason when it is aborted.
   */
  async run(
    task: Task,
    snapshots: Snapshots,
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
    await Promise.all([...this.#all].map(end))
  }

  /** Answers whether the worker can be used again. */
  #runIn(
    worker: ChildProcess,
    task: Task,
    snapshots: Snapshots,
    signal: AbortSignal,
    onAnswer: (answer: RuleAnswer) => void,
  ): Promise<boolean> {
    return new Promise((resolve) => {
      let current = task.rules[0]?.id ?? ''
      let started = performance.now()
      let timer: NodeJS.Timeout | undefined
      const ended = new AbortController()
      const tools = { left: TOOL_TIME_MS }
      const settle = (usable: boolean): void => {
        clearTimeout(timer)
        // A tool does not outlive the rule that asked for it.
        ended.abort()
        worker.removeAllListeners('message')
        worker.off('error', onError)
        worker.off('exit', onExit)
        signal.removeEventListener('abort', onAbort)
        release(worker)
        resolve(usable)
      }
      const fail = (error: string): void => {
        onAnswer({ ruleId: current, error, milliseconds: Math.round(performance.now() - started) })
        settle(false)
      }
      const onError = (error: Error): void => fail(`${error.name}: ${error.message}`)
      const onExit = (code: number | null, signal: string | null): void =>
        fail(
          // V8 aborts the process when its heap is full.
          signal === 'SIGABRT' || signal === 'SIGTRAP' || code === 134
            ? `needed more than ${this.#memoryMb} MiB and was stopped`
            : `its process ended unexpectedly (${signal ?? `exit ${code}`})`,
        )
      const onAbort = (): void => settle(false)
      worker.on('message', (message: FromWorker) => {
        switch (message.kind) {
          case 'ask':
            void answer(worker, message, snapshots)
            break
          case 'tool':
            void answerTool(worker, message, ended.signal, tools)
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
            settle(message.memory <= RECYCLE_ABOVE)
            break
        }
      })
      worker.on('error', onError)
      worker.once('exit', onExit)
      signal.addEventListener('abort', onAbort, { once: true })
      hold(worker)
      post(worker, { kind: 'run', task })
    })
  }

  async #acquire(signal: AbortSignal): Promise<ChildProcess> {
    signal.throwIfAborted()
    if (this.#closed) throw new Error('the rule pool was closed')
    if (this.#busy < this.#processes) {
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

  #release(worker: ChildProcess, usable: boolean): void {
    if (!usable) void end(worker)
    const next = this.#closed ? undefined : this.#queue.shift()
    if (next) next.start(usable ? worker : this.#spawn())
    else {
      this.#busy--
      // A new one is started ahead of the next review where this one cannot be used again.
      if (!this.#closed) this.#idle.push(usable ? worker : this.#spawn())
    }
  }

  #spawn(): ChildProcess {
    const worker = startProcess(this.#rulesModule, this.#memoryMb)
    worker.on('error', () => this.#forget(worker))
    worker.once('exit', () => this.#forget(worker))
    this.#all.add(worker)
    return worker
  }

  #forget(worker: ChildProcess): void {
    this.#all.delete(worker)
    const index = this.#idle.indexOf(worker)
    if (index >= 0) this.#idle.splice(index, 1)
  }
}
