import { existsSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'

/** The repository that holds a file; without one, the folder that the command runs in, or the file's own. */
export function rootOf(file: string, cwd: string): string {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder
    if (folder === dirname(folder)) break
  }
  return file.startsWith(`${cwd}${sep}`) ? cwd : dirname(file)
}
