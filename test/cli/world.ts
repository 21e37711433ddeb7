import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cli } from '../../src/cli/cli.ts'
import type { ExitCode } from '../../src/report/index.ts'
import { rulePool } from '../rule-pool.ts'

export type Files = Readonly<Record<string, string | Buffer>>

/** A folder of its own that goes away with the test. */
export class World implements Disposable {
  readonly dir = mkdtempSync(join(tmpdir(), 'roadmap-cli-'))

  path(name: string): string {
    return join(this.dir, name)
  }

  write(files: Files, under = '.'): string {
    const root = join(this.dir, under)
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), content)
    }
    mkdirSync(root, { recursive: true })
    return root
  }

  git(...args: string[]): string {
    const identity = [
      '-c',
      'user.name=Test',
      '-c',
      'user.email=test@example.org',
      '-c',
      'commit.gpgsign=false',
    ]
    return execFileSync('git', [...identity, ...args], { cwd: this.dir, encoding: 'utf8' }).trim()
  }

  /** A repository whose branch `change` follows `main` by one commit; the branch is checked out. */
  repository(base: Files, head: Files): this {
    this.git('init', '--quiet', '--initial-branch=main')
    this.write({ 'README.md': '# Shop\n', ...base })
    this.git('add', '--all')
    this.git('commit', '--quiet', '--message=base')
    this.git('checkout', '--quiet', '-b', 'change')
    this.write(head)
    this.git('add', '--all')
    this.git('commit', '--quiet', '--message=change')
    return this
  }

  /** Runs the command line in this folder, as in a pipe. */
  async run(...args: string[]): Promise<Ran> {
    return this.runWith({}, ...args)
  }

  async runWith(
    options: { env?: Record<string, string>; tty?: boolean; signal?: AbortSignal },
    ...args: string[]
  ): Promise<Ran> {
    let stdout = ''
    let stderr = ''
    const { env = {}, tty = false, signal = new AbortController().signal } = options
    const code = await cli(args, {
      stdout: { write: (text) => (stdout += text), isTTY: tty },
      stderr: { write: (text) => (stderr += text), isTTY: tty },
      env,
      cwd: this.dir,
      signal,
      pool: rulePool,
    })
    return { code, stdout, stderr }
  }

  [Symbol.dispose](): void {
    rmSync(this.dir, { recursive: true, force: true })
  }
}

export interface Ran {
  code: ExitCode
  stdout: string
  stderr: string
}

/** A query built from a value: one error of `insecure-patterns/sql-injection`, on line 4. */
export const INSECURE = `import { Pool } from 'pg'
const pool = new Pool()
export function find(name: string) {
  return pool.query("SELECT * FROM users WHERE name = '" + name + "'")
}
`
