import { UserError } from '../model/index.ts'
import { GitError } from './errors.ts'
import type { Git } from './git.ts'

export interface ObjectInfo {
  type: string
  bytes: number
}

type Request =
  | { kind: 'info'; resolve: (info: ObjectInfo | undefined) => void; reject: (error: Error) => void }
  | { kind: 'contents'; resolve: (bytes: Buffer | undefined) => void; reject: (error: Error) => void }

const NEWLINE = 10

/**
 * One long-lived `git cat-file --batch-command` (git 2.36 or newer). Objects are asked for by id, so no
 * name from a pull request ever reaches its input. Answers come in the order of the requests.
 */
export class CatFile {
  readonly #git: Git
  #process: ReturnType<Git['spawn']> | undefined
  #waiting: Request[] = []
  #next = 0
  #failure: Error | undefined
  #chunks: Buffer[] = []
  /** Bytes of content, with the newline after it, that are still to come; undefined between answers. */
  #missing: number | undefined

  constructor(git: Git) {
    this.#git = git
  }

  /** Type and size of an object, or undefined where the repository does not hold it. */
  info(oid: string): Promise<ObjectInfo | undefined> {
    return new Promise((resolve, reject) => this.#send({ kind: 'info', resolve, reject }, oid))
  }

  /** The bytes of an object, or undefined where the repository does not hold it. Ask `info` for the size first. */
  contents(oid: string): Promise<Buffer | undefined> {
    return new Promise((resolve, reject) => this.#send({ kind: 'contents', resolve, reject }, oid))
  }

  #send(request: Request, oid: string): void {
    if (!/^[0-9a-f]{40,64}$/.test(oid)) return request.reject(new TypeError(`not an object id: ${oid}`))
    if (this.#failure) return request.reject(this.#failure)
    try {
      this.#process ??= this.#start()
    } catch (error) {
      return request.reject(error instanceof Error ? error : new Error(String(error)))
    }
    this.#waiting.push(request)
    this.#process.stdin.write(`${request.kind} ${oid}\n`)
  }

  #start(): ReturnType<Git['spawn']> {
    const child = this.#git.spawn(['cat-file', '--batch-command'])
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < 4096) stderr += chunk.toString('utf8')
    })
    child.stdin.on('error', () => undefined)
    child.stdout.on('data', (chunk: Buffer) => this.#receive(chunk))
    child.once('error', (error) => this.#fail(error))
    child.once('close', () => {
      const reason: unknown = this.#git.signal.reason
      if (reason instanceof Error) this.#fail(reason)
      else if (stderr.includes('unknown option')) this.#fail(new UserError('git 2.36 or newer is needed'))
      else this.#fail(new GitError('cat-file', child.exitCode, stderr))
    })
    return child
  }

  #receive(chunk: Buffer): void {
    let rest = chunk
    while (rest.length > 0) {
      if (this.#missing === undefined) {
        const end = rest.indexOf(NEWLINE)
        if (end === -1) return void this.#chunks.push(rest)
        this.#chunks.push(rest.subarray(0, end))
        rest = rest.subarray(end + 1)
        this.#header(this.#take().toString('latin1'))
      } else {
        const piece = rest.subarray(0, this.#missing)
        rest = rest.subarray(piece.length)
        this.#chunks.push(piece)
        this.#missing -= piece.length
        if (this.#missing === 0) {
          this.#missing = undefined
          const request = this.#shift()
          const bytes = this.#take()
          if (request?.kind === 'contents') request.resolve(bytes.subarray(0, -1))
        }
      }
    }
  }

  /** `<oid> <type> <size>`, or `<oid> missing`. */
  #header(line: string): void {
    const [, type = 'missing', size] = line.split(' ')
    const request = this.#waiting[this.#next]
    if (size !== undefined && request?.kind === 'contents') {
      this.#missing = Number(size) + 1
      return
    }
    this.#shift()
    if (request?.kind === 'info')
      request.resolve(size === undefined ? undefined : { type, bytes: Number(size) })
    else request?.resolve(undefined)
  }

  #shift(): Request | undefined {
    const request = this.#waiting[this.#next++]
    if (this.#next > 1024) {
      this.#waiting = this.#waiting.slice(this.#next)
      this.#next = 0
    }
    return request
  }

  #take(): Buffer {
    const all = this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks)
    this.#chunks = []
    return all
  }

  #fail(error: Error): void {
    this.#failure = error
    for (const request of this.#waiting.slice(this.#next)) request.reject(error)
    this.#waiting = []
    this.#next = 0
  }
}
