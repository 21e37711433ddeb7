import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Project } from '../../../checks/insecure-patterns/engine/project.ts'

/** The files of a folder, as the engine sees a snapshot. */
export function folderProject(folder: string): Project {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith('.git/'))
  return { paths: new Set(paths), read: async (path) => readFileSync(join(folder, path), 'utf8') }
}
