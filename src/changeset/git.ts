import type { ChildProcessByStdio, ChildProcessWithoutNullStreams } from 'node:child_process'
import { spawn } from 'node:child_process'
import { devNull } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { GitError, GitLimitError } from './errors.ts'

const STDERR_BYTES = 8192

/** Variables of the surrounding process that git needs; everything else is left behind. */
const PASSED_ON = [
  'PATH',
  'TMPDIR',
  'http_proxy',
  'https_proxy',
  'HTTPS_PROXY',
  'no_proxy',
  'NO_PROXY',
  'ALL_PROXY',
  'all_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'GIT_SSL_CAINFO',
  'GIT_EXEC_PATH',
  'SYSTEMROOT',
]

/** The empty tree of a SHA-1 repository; git knows it without having it. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
/** The same where object ids are SHA-256. */
export const EMPTY_TREE_SHA256 = '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321'

/** Config that holds for every command, over what the repository's own config says. */
const CONFIG: Readonly<Record<string, string>> = {
  'core.hooksPath': devNull,
  'core.attributesFile': devNull,
  'core.fsmonitor': 'false',
  'core.quotePath': 'true',
  'core.pager': 'cat',
  'diff.orderFile': '',
  'diff.suppressBlankEmpty': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'submodule.recurse': 'false',
}

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
      // Attributes are looked for in the working directory: the git directory has none from a commit.
      cwd: gitDir,
      env: {
        ...gitEnvironment({ ...CONFIG, ...config }),
        ...env,
        GIT_DIR: gitDir,
        GIT_ATTR_SOURCE: emptyTree,
      },
      stdio: 'pipe',
      windowsHide: true,
      detached: this.#options.ownGroup ?? false,
    }
  }
}

/** The environment for a git that must not depend on the machine it runs on. */
export function gitEnvironment(config: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    HOME: devNull,
    XDG_CONFIG_HOME: devNull,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: devNull,
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
  }
  for (const name of PASSED_ON) if (process.env[name] !== undefined) env[name] = process.env[name]
  const pairs = Object.entries(config)
  env['GIT_CONFIG_COUNT'] = String(pairs.length)
  for (const [index, [key, value]] of pairs.entries()) {
    env[`GIT_CONFIG_KEY_${index}`] = key
    env[`GIT_CONFIG_VALUE_${index}`] = value
  }
  return env
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

/** Writes the whole input; a process that ends before it has read all says why on its own. */
function feed(stdin: Writable, input: string | undefined): void {
  stdin.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') stdin.emit('close')
  })
  stdin.end(input ?? '')
}

function redact(stderr: string): string {
  return stderr
    .slice(0, STDERR_BYTES)
    .replaceAll(/(authorization:\s*)\S+(\s+\S+)?/gi, '$1***')
    .replaceAll(/:\/\/[^/\s@]+@/g, '://***@')
}
