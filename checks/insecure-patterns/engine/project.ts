import { posix } from 'node:path'
import type { RuleLanguage } from './ir.ts'
import type { Knowledge } from './knowledge.ts'

/** The rest of the snapshot, as far as a flow leads into it. */
export interface Project {
  paths: ReadonlySet<string>
  /** Text of one of `paths`; undefined where it cannot be read. */
  read(path: string): Promise<string | undefined>
  /** What is known of a language, where it is not what `knowledge/` says. */
  knowledge?: (language: RuleLanguage) => Knowledge
}

const folders = new WeakMap<ReadonlySet<string>, Map<string, string[]>>()

/** Names without their endings of the files in one folder. */
export function namesIn(folder: string, paths: ReadonlySet<string>): readonly string[] {
  let byFolder = folders.get(paths)
  if (!byFolder) {
    byFolder = new Map()
    for (const path of paths) {
      const [parent, name] = [posix.dirname(path), posix.parse(path).name]
      const list = byFolder.get(parent)
      if (list) list.push(name)
      else byFolder.set(parent, [name])
    }
    folders.set(paths, byFolder)
  }
  return byFolder.get(folder) ?? []
}
