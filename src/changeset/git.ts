import type { ChildProcessByStdio, ChildProcessWithoutNullStreams } from 'node:child_process'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { GitError, GitLimitError } from './errors.ts'
import { CONFIG, EMPTY_TREE, gitEnvironment } from './git-environment.ts'

const STDERR_BYTES = 8192
const NO_INDEX = 'roadmap-review-no-index'

export interface GitOptions {
  /** The git directory itself (`.git`, or a bare repository). */
  gitDir: string
  /** The repository's empty tree: as source of attributes it switches .gitattributes off (git 2.41 and newer). */
  emptyTree?: string
  /** More config, passed by environment: it shows neither in argv nor on disk. */
  config?: Readonly<Record<string, string>>
  env?: Readonly<Record<string, string>>
  signal?: AbortSignal | undefined
  /** Milliseconds for one command. */
  timeoutMs: number
  /** Ends a command's own children with it: a fetch starts a transport and an indexer. */
  ownGroup?: boolean
}

export interface RunOptions {
  stdin?: string
  /** Bytes of standard output; more is a GitLimitError. */
  maxBytes?: number
}

/**
 * Runs git on one repository, shut off from the user's and the machine's configuration, attributes,
 * hooks, prompts and pagers. Every process it started ends with `dispose` or the signal.
 */
export class Git {
  readonly #options: GitOptions
  readonly #disposed = new AbortController()
  readonly signal: AbortSignal

  constructor(options: GitOptions) {
    this.#options = options
    this.signal = options.signal
      ? AbortSignal.any([options.signal, this.#disposed.signal])
      : this.#disposed.signal
  }

  /** Standard output of a command. Throws GitError, GitLimitError, or the reason of the signal. */
  async run(args: readonly string[], options: RunOptions = {}): Promise<Buffer> {
    const max = options.maxBytes ?? Number.POSITIVE_INFINITY
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of this.stream(args, options)) {
      size += chunk.length
      if (size > max) throw new GitLimitError(`git ${args[0]} wrote more than ${max} bytes`)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  }

  /** The trimmed text a command prints. */
  async text(args: readonly string[], options?: RunOptions): Promise<string> {
    return (await this.run(args, options)).toString('utf8').trim()
  }

  /** Standard output in pieces. Leaving the loop early ends the process. */
  async *stream(args: readonly string[], options: RunOptions = {}): AsyncGenerator<Buffer, void, void> {
    this.signal.throwIfAborted()
    const timeout = AbortSignal.timeout(this.#options.timeoutMs)
    const child = spawn('git', args, this.#spawnOptions())
    const stop = (): void => this.#stop(child)
    const either = AbortSignal.any([this.signal, timeout])
    either.addEventListener('abort', stop, { once: true })
    const ended = outcome(child, args[0] ?? '')
    feed(child.stdin, options.stdin)
    try {
      for await (const chunk of child.stdout) yield chunk as Buffer
      const failure = await ended
      this.signal.throwIfAborted()
      if (timeout.aborted)
        throw new GitLimitError(`git ${args[0]} took longer than ${this.#options.timeoutMs} ms`)
      if (failure) throw failure
    } finally {
      either.removeEventListener('abort', stop)
      stop()
    }
  }

  /** A process that lives until `dispose`, the signal, or the end of its input. */
  spawn(args: readonly string[]): ChildProcessByStdio<Writable, Readable, Readable> {
    this.signal.throwIfAborted()
    const child = spawn('git', args, this.#spawnOptions())
    const stop = (): void => void child.kill('SIGKILL')
    this.signal.addEventListener('abort', stop, { once: true })
    child.once('close', () => this.signal.removeEventListener('abort', stop))
    return child
  }

  /** Ends every process. The object cannot be used afterwards. */
  dispose(): void {
    this.#disposed.abort(new Error('the change set has been closed'))
  }

  #stop(child: ChildProcessWithoutNullStreams): void {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    if (!this.#options.ownGroup || process.platform === 'win32') return void child.kill('SIGKILL')
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch (error) {
      // Gone in the meantime.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }

  #spawnOptions(): {
    cwd: string
    env: NodeJS.ProcessEnv
    stdio: 'pipe'
    windowsHide: true
    detached: boolean
  } {
    const { gitDir, emptyTree = EMPTY_TREE, config = {}, env = {} } = this.#options
    return {
      // Attributes are looked for in the working directory and in the index, either of which may hold those of
      // a pull request: git is shown neither (2.41 and newer have GIT_ATTR_SOURCE for it).
      cwd: gitDir,
      env: {
        ...gitEnvironment({ ...CONFIG, ...config }),
        ...env,
        GIT_DIR: gitDir,
        GIT_ATTR_SOURCE: emptyTree,
        GIT_INDEX_FILE: join(gitDir, NO_INDEX),
      },
      stdio: 'pipe',
      windowsHide: true,
      detached: this.#options.ownGroup ?? false,
    }
  }
}

/** Resolves when the process has ended: undefined, or why it failed. Never rejects. */
function outcome(child: ChildProcessWithoutNullStreams, command: string): Promise<Error | undefined> {
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    if (stderr.length < STDERR_BYTES) stderr += chunk.toString('utf8')
  })
  return new Promise((resolve) => {
    child.once('error', (cause) =>
      resolve(new GitError(command, null, 'git could not be started', { cause })),
    )
    child.once('close', (code) => {
      resolve(code === 0 ? undefined : new GitError(command, code, redact(stderr)))
    })
  })
}

/** A process that ends before it has read all its input says why by its exit code. */
function feed(stdin: Writable, input: string | undefined): void {
  stdin.on('error', () => undefined)
  stdin.end(input ?? '')
}

function redact(stderr: string): string {
  return stderr
    .slice(0, STDERR_BYTES)
    .replaceAll(/(authorization:\s*)\S+(\s+\S+)?/gi, '$1***')
    .replaceAll(/:\/\/[^/\s@]+@/g, '://***@')
}
