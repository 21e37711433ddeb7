import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import {
  defaultRevisions,
  openDirectories,
  openFiles,
  openGit,
  openTree,
  type GeneratedFolders,
  type OpenedChangeSet,
} from '../changeset/index.ts'
import { type Snapshot, UserError } from '../model/index.ts'

/** What to review, as the options of the command line name it. */
export interface SourceOptions {
  repo?: string
  base?: string
  head?: string
  baseDir?: string
  headDir?: string
  baseFile?: string
  headFile?: string
}

/** Folders with what builds made, as the options of the command line name them. */
export interface GeneratedOptions {
  baseGenerated?: string
  headGenerated?: string
}

/** @throws UserError where only one of the two is named. */
export function generatedFolders(
  { baseGenerated, headGenerated }: GeneratedOptions,
  cwd: string,
): GeneratedFolders | undefined {
  const both = pair(baseGenerated, headGenerated, '--base-generated', '--head-generated')
  return both && { baseDir: resolve(cwd, both[0]), headDir: resolve(cwd, both[1]) }
}

/** An open change set, the tree whose configuration counts, and words for what is reviewed. */
export interface Source {
  changeSet: OpenedChangeSet
  configured: Snapshot
  title: string
  /** Where the head's tree lies, absolute. */
  root: string
}

/**
 * Opens two revisions, two folders or two files.
 * @throws UserError where the options name more than one of them, or half of one.
 */
export async function openSource(options: SourceOptions, cwd: string, signal: AbortSignal): Promise<Source> {
  const folders = pair(options.baseDir, options.headDir, '--base-dir', '--head-dir')
  const files = pair(options.baseFile, options.headFile, '--base-file', '--head-file')
  const revisions = options.base ?? options.head ?? options.repo
  if ([folders, files, revisions].filter((given) => given !== undefined).length > 1) {
    throw new UserError('name revisions, two folders or two files, not several of them')
  }
  if (folders) {
    const [baseDir, headDir] = folders.map((path) => resolve(cwd, path)) as [string, string]
    const changeSet = await openDirectories({ baseDir, headDir, signal })
    return { changeSet, configured: changeSet.base, title: `${folders[0]} → ${folders[1]}`, root: headDir }
  }
  if (files) {
    const [baseFile, headFile] = files.map((path) => resolve(cwd, path)) as [string, string]
    const changeSet = await openFiles({ baseFile, headFile, signal })
    return {
      changeSet,
      configured: changeSet.base,
      title: `${files[0]} → ${files[1]}`,
      root: dirname(headFile),
    }
  }
  const repo = resolve(cwd, options.repo ?? '.')
  const base = options.base ?? (await defaultRevisions(repo, signal)).base
  const head = options.head ?? 'HEAD'
  const changeSet = await openGit({ repo, base, head, signal })
  // As for a pull request: the tip of the base branch decides, which may be ahead of the merge base.
  const configured = await changeSet.snapshotAt(base)
  return { changeSet, configured, title: `${basename(repo)}: ${base} → ${head}`, root: repo }
}

/** A whole tree, everything in it counting as added: the head of a repository, or a plain folder. */
export async function openWhole(dir: string, cwd: string, signal: AbortSignal): Promise<Source> {
  const path = resolve(cwd, dir)
  const changeSet = existsSync(join(path, '.git'))
    ? await openTree({ repo: path, rev: 'HEAD', signal })
    : await openTree({ dir: path, signal })
  return { changeSet, configured: changeSet.head, title: basename(path), root: path }
}

function pair(
  base: string | undefined,
  head: string | undefined,
  baseName: string,
  headName: string,
): [string, string] | undefined {
  if (base === undefined && head === undefined) return undefined
  if (base === undefined || head === undefined) throw new UserError(`${baseName} and ${headName} go together`)
  return [base, head]
}
