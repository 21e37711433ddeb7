import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isTestFile } from '../../checks/critical-path-tests/test-files.ts'
import { memorySnapshot } from '../../src/changeset/index.ts'
import { type Skeleton, skeletonOf } from '../../src/parse/skeleton/index.ts'

export type Files = Readonly<Record<string, string>>

/** A test of all of a file to start from, in a tree of these files. */
export async function made(files: Files, path: string): Promise<Skeleton> {
  const answer = await skeletonOf({ snapshot: memorySnapshot(files), path, isTest: isTestFile })
  if (answer.kind === 'none') throw new Error(answer.why)
  return answer
}

/** A folder of its own, with this project's packages where they are asked for. */
export class Folder implements Disposable {
  readonly dir = mkdtempSync(join(tmpdir(), 'skeleton-'))

  constructor(files: Files, withPackages = false) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.dir, path)), { recursive: true })
      writeFileSync(join(this.dir, path), text)
    }
    if (withPackages)
      symlinkSync(join(import.meta.dirname, '../../node_modules'), join(this.dir, 'node_modules'))
  }

  run(command: string, ...args: string[]): { code: number | null; out: string } {
    const env = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '' }
    for (const name of Object.keys(env))
      if (/^(?:VITEST|NODE_TEST)/.test(name)) delete env[name as keyof typeof env]
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: this.dir, encoding: 'utf8', env })
    return { code: status, out: `${stdout}${stderr}` }
  }

  [Symbol.dispose](): void {
    rmSync(this.dir, { recursive: true, force: true })
  }
}

/** Whether a program runs here. */
export function has(command: string, ...args: string[]): boolean {
  return spawnSync(command, args.length > 0 ? args : ['--version']).status === 0
}

/** Cases of a text of tests, by how their language begins one. */
export function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
