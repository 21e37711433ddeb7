import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gitEnvironment } from '../../src/changeset/git-environment.ts'

/** Content of one path of a commit; a path may be given as latin1 bytes by `TestRepository.commitRaw`. */
export interface TestEntry {
  mode?: '100644' | '100755' | '120000' | '160000'
  content: string | Uint8Array
}

export type TestTree = Readonly<Record<string, string | TestEntry>>

/**
 * A bare repository made by `git fast-import`, which takes any tree: names and modes that a file system
 * would not hold, thousands of files in one process.
 */
export class TestRepository implements Disposable {
  readonly folder: string
  readonly gitDir: string

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'roadmap-review-'))
    this.gitDir = join(this.folder, 'repo.git')
    execFileSync('git', ['init', '--quiet', '--bare', '-b', 'main', this.gitDir], { env: environment() })
  }

  git(...args: readonly string[]): string {
    const options = { env: environment(), maxBuffer: 1 << 30 } as const
    return execFileSync('git', ['--git-dir', this.gitDir, ...args], options)
      .toString('utf8')
      .trim()
  }

  /** Stores an object as it is, sound or not. */
  hashObject(type: string, input: Uint8Array): string {
    const args = ['--git-dir', this.gitDir, 'hash-object', '-w', '--literally', '-t', type, '--stdin']
    return execFileSync('git', args, { env: environment(), input }).toString('utf8').trim()
  }

  /** Commits a whole tree onto a branch and returns the commit's id. `from` starts the branch elsewhere. */
  commit(branch: string, tree: TestTree, from?: string): string {
    return this.commitRaw(
      branch,
      Object.entries(tree).map(([path, entry]) => [
        Buffer.from(path),
        typeof entry === 'string' ? { content: entry } : entry,
      ]),
      from,
    )
  }

  commitRaw(branch: string, entries: readonly (readonly [Buffer, TestEntry])[], from?: string): string {
    const ref = branch.startsWith('refs/') ? branch : `refs/heads/${branch}`
    const parent = from ?? this.tip(ref)
    const parts: (string | Uint8Array)[] = [
      `commit ${ref}\ncommitter Test <test@example.com> 1700000000 +0000\ndata 4\ntest\n`,
      parent === undefined ? '' : `from ${parent}\n`,
      'deleteall\n',
    ]
    for (const [path, { mode = '100644', content }] of entries) {
      const bytes = Buffer.from(content)
      if (mode === '160000') parts.push(`M 160000 ${bytes.toString()} ${quote(path)}\n`)
      else parts.push(`M ${mode} inline ${quote(path)}\ndata ${bytes.length}\n`, bytes, '\n')
    }
    const input = Buffer.concat(parts.map((part) => Buffer.from(part)))
    const args = [
      '--git-dir',
      this.gitDir,
      '-c',
      'core.protectNTFS=false',
      'fast-import',
      '--quiet',
      '--force',
    ]
    execFileSync('git', args, { env: environment(), input, maxBuffer: 1 << 30 })
    return this.git('rev-parse', ref)
  }

  tip(ref: string): string | undefined {
    const found = this.git('for-each-ref', '--format=%(objectname)', ref)
    return found === '' ? undefined : found
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

function environment(): NodeJS.ProcessEnv {
  return gitEnvironment({
    'user.name': 'Test',
    'user.email': 'test@example.com',
    'core.protectHFS': 'false',
    'core.protectNTFS': 'false',
  })
}

function quote(path: Buffer): string {
  const escaped = [...path].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
  return `"${escaped.join('')}"`
}

/** `count` files of a few lines, as the base or, changed, as the head of a large pull request. */
export function manyFiles(count: number, word: string): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `src/folder-${index % 50}/file-${index}.ts`,
      `export const first = ${index}\nexport const second = '${word} ${index}'\nexport const third = 3\n`,
    ]),
  )
}
