import { Buffer } from 'node:buffer'

/** Content of a file, or a special entry of a tree. */
export type FileSpec =
  | string
  | Buffer
  | { content: string | Buffer; executable?: boolean }
  | { symlink: string }
  | { submodule: string }

export interface CommitSpec {
  /** Files to write, by path. */
  files?: Record<string, FileSpec>
  /** Paths to remove. */
  delete?: readonly string[]
  message: string
  parent: string | undefined
  branch: string
  /** Seconds since the epoch. */
  time: number
}

/** The `git fast-import` stream of one commit: one process however many files it has. */
export function fastImport(commit: CommitSpec): Buffer {
  const parts: Buffer[] = []
  const line = (text: string) => parts.push(Buffer.from(`${text}\n`))
  const data = (content: string | Buffer) => {
    const bytes = Buffer.from(content)
    line(`data ${bytes.length}`)
    parts.push(bytes)
    line('')
  }
  line(`commit refs/heads/${commit.branch}`)
  line(`committer Mona Octocat <mona@example.com> ${commit.time} +0000`)
  data(commit.message)
  if (commit.parent) line(`from ${commit.parent}`)
  for (const path of commit.delete ?? []) line(`D ${quote(path)}`)
  for (const [path, file] of Object.entries(commit.files ?? {})) {
    if (typeof file === 'object' && 'submodule' in file) {
      line(`M 160000 ${file.submodule} ${quote(path)}`)
      continue
    }
    const [mode, content] = entry(file)
    line(`M ${mode} inline ${quote(path)}`)
    data(content)
  }
  line('')
  return Buffer.concat(parts)
}

function entry(file: Exclude<FileSpec, { submodule: string }>): [string, string | Buffer] {
  if (typeof file === 'string' || Buffer.isBuffer(file)) return ['100644', file]
  if ('symlink' in file) return ['120000', file.symlink]
  return [file.executable ? '100755' : '100644', file.content]
}

/** C-style quotes, as git-fast-import(1) asks for in names with special characters. */
function quote(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}
