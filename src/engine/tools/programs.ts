import { accessSync, chmodSync, constants, copyFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { ToolName } from '../../model/index.ts'
import { provePostgres } from '../prover/program.ts'
import type { ToolLimits } from './confine.ts'
import { ownFolder } from './own-folders.ts'

/** A program that rules may ask for. */
export interface ToolProgram {
  /** Its path, or why there is none. */
  find(): { path: string } | { why: string }
  /** Arguments; it is started in the folder that holds the request's files, and may be told which that is. */
  arguments: readonly string[] | ((folder: string) => readonly string[])
  /** Where the usual ones do not fit. */
  limits?: ToolLimits
  /** It is stopped when it says nothing on stderr for so long, in milliseconds: at first, and after its first word. */
  silence?: { first: number; later: number }
  /** Files that spare the next run the same work. */
  keep?: readonly KeptFile[]
  /** What runs beside the program as long as it does, where an operator asks for that: files for the program's folder. */
  beside?: (
    folder: string,
    files: Readonly<Record<string, string>>,
  ) => Promise<(Beside & AsyncDisposable) | { why: string } | undefined>
  /** Of a program that says the same to the same request: equal for equal requests to the same build of the program. */
  answers?: (files: Readonly<Record<string, string>>) => string
}

export interface Beside {
  files: Readonly<Record<string, string>>
}

/** What a program makes and is given again, in a folder of this user's that outlives the process. */
export interface KeptFile {
  /** The names under which it is given and made. */
  given: string
  made: string
  /** Equal for requests that would make the same. */
  key: (files: Readonly<Record<string, string>>) => string
}

export const PROGRAMS: Readonly<Record<ToolName, ToolProgram>> = {
  // Folders `head` and `base`, each with a `buf.yaml` that we wrote. Imports are left out: what an import brings
  // along is the compiler's own, and may come and go.
  'buf-breaking': {
    find: findBuf,
    arguments: 'breaking head --against base --exclude-imports --error-format json --disable-symlinks'.split(
      ' ',
    ),
  },
  'prove-postgres': provePostgres,
}

/** Names in buf's platform packages of what Node calls `arm64` and `arm`. */
const PROCESSORS: Partial<Record<string, string>> = { 'linux-arm64': 'aarch64', 'linux-arm': 'armv7' }

let found: { path: string } | { why: string } | undefined

function findBuf(): { path: string } | { why: string } {
  if (found && 'path' in found) return found
  const { platform, arch } = process
  const name = `@bufbuild/buf-${platform}-${PROCESSORS[`${platform}-${arch}`] ?? arch}`
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
    found = { path: executable(join(folder, 'bin', platform === 'win32' ? 'buf.exe' : 'buf')) }
  } catch (error) {
    found = {
      why: `the package ${name} is not usable (${error instanceof Error ? error.message : String(error)})`,
    }
  }
  return found
}

/** Archives and file systems lose run bits: then a copy has one. */
function executable(path: string): string {
  try {
    accessSync(path, constants.X_OK)
    return path
  } catch {
    const copy = join(ownFolder(), 'program')
    copyFileSync(path, copy)
    chmodSync(copy, 0o700)
    return copy
  }
}
