import { spawn } from 'node:child_process'

export class GitError extends Error {
  override name = 'GitError'
}

/** Git as on GitHub: nothing of this machine's or this user's configuration counts. */
export const gitEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  LC_ALL: 'C.UTF-8',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  // A bare repository may belong to another user when the tests run in a container.
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'safe.directory',
  GIT_CONFIG_VALUE_0: '*',
}

/** Standard output of one git command. Throws GitError with what git said on a non-zero exit. */
export async function runGit(args: readonly string[], input?: string | Buffer): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const child = spawn('git', args, { env: gitEnvironment, stdio: ['pipe', 'pipe', 'pipe'] })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  // Git may end before it has read everything; its exit code says why.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  child.on('error', reject)
  child.on('close', (code) => {
    if (code === 0) return resolve(Buffer.concat(out))
    reject(new GitError(`git ${args.join(' ')} exited with ${code}: ${Buffer.concat(err).toString()}`))
  })
  return promise
}
