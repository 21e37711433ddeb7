import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Command } from 'commander'
import { memoryChangeSet, openGit, openTree } from '../../changeset/index.ts'
import { type ScaffoldTestRequest, scaffoldTest } from '../../engine/scaffold-test.ts'
import { pathOn, type Snapshot, UserError } from '../../model/index.ts'
import type { Io } from '../io.ts'
import { collect } from '../options.ts'
import { rootOf } from '../root-of.ts'

interface Options {
  function?: string[]
  base?: string
  write?: boolean
}

export function addScaffoldTest(scaffold: Command, io: Io): void {
  scaffold
    .command('test')
    .description(
      'write a test to start from, in the manner of the tests near the file; it fails until it is finished',
    )
    .argument('<file>', 'the code to test, as it lies in the working tree')
    .option(
      '--function <name>',
      'test this function (`name` or `Class.method`); may be given several times',
      collect,
    )
    .option('--base <rev>', 'what the file is compared with; by default the default branch')
    .option('--write', 'write the test file; one that exists is never changed')
    .action(async (file: string, options: Options) => run(file, options, io))
}

async function run(file: string, options: Options, io: Io): Promise<void> {
  const absolute = resolve(io.cwd, file)
  if (!existsSync(absolute)) throw new UserError(`cannot read ${file}`)
  const root = rootOf(absolute, io.cwd)
  const path = relative(root, absolute).split(sep).join('/')
  const { skeleton, because } = await withTree(root, path, options, io.signal, async (request) =>
    scaffoldTest({ ...request, ...(options.function && { names: options.function }) }),
  )
  const why = skeleton.exists
    ? 'it is there already'
    : skeleton.like === undefined
      ? 'the usual place; no neighbour shows another'
      : `as ${skeleton.like} stands to its own`
  io.stderr.write(`${skeleton.framework}, ${skeleton.covers.join(', ')} (${because})\n`)
  if (options.write && !skeleton.exists) {
    const target = join(root, skeleton.path)
    await mkdir(dirname(target), { recursive: true })
    try {
      await writeFile(target, `${skeleton.text}\n`, { flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      throw new UserError(`${skeleton.path} exists: nothing was written`, { cause: error })
    }
    io.stdout.write(`wrote ${skeleton.path}\n`)
    return
  }
  const add = skeleton.exists ? `Add it to ${skeleton.path}` : `It belongs into ${skeleton.path}`
  io.stderr.write(`${add}: ${why}.\n`)
  io.stdout.write(`${skeleton.text}\n`)
}

/** Opens the tree around a file, with the file as it lies on the disk, and what it was before where that is known. */
async function withTree<T>(
  root: string,
  path: string,
  { base }: Options,
  signal: AbortSignal,
  use: (request: ScaffoldTestRequest) => Promise<T>,
): Promise<T> {
  const text = await readFile(join(root, path), 'utf8')
  if (!existsSync(join(root, '.git'))) {
    await using opened = await openTree({ dir: root, signal })
    return await use({ tree: opened.head, path })
  }
  const compared = await openCompared(root, base, signal)
  if (!compared) {
    await using opened = await openTree({ repo: root, rev: 'HEAD', signal })
    return await use({ tree: withFile(opened.head, path, text), path })
  }
  await using opened = compared
  const known = opened.changes.find((change) => pathOn(change, 'head') === path)
  const before = (known && pathOn(known, 'base')) ?? path
  const content = await opened.base.read(before)
  const change = memoryChangeSet(
    content.kind === 'text' ? { [before]: content.text } : {},
    { [path]: text },
    before === path || content.kind !== 'text' ? {} : { [path]: before },
  )
  return await use({ tree: withFile(opened.head, path, text), path, change })
}

/** Undefined where the repository has no default branch to compare with, and none was named. */
async function openCompared(repo: string, base: string | undefined, signal: AbortSignal) {
  try {
    return await openGit({ repo, ...(base !== undefined && { base }), signal })
  } catch (error) {
    if (base === undefined && error instanceof UserError) return undefined
    throw error
  }
}

/** A tree in which one file is as it lies on the disk. */
function withFile(tree: Snapshot, path: string, text: string): Snapshot {
  const own = { kind: 'text', text, oid: 'working tree' } as const
  return {
    sha: tree.sha,
    entries: async () => {
      const entries = await tree.entries()
      return entries.some((entry) => entry.path === path)
        ? entries
        : [...entries, { path, kind: 'file', oid: own.oid }]
    },
    list: (globs) => tree.list(globs),
    read: async (one) => (one === path ? own : tree.read(one)),
    readMany: async (paths) => {
      const found = new Map(await tree.readMany(paths))
      if (paths.includes(path)) found.set(path, own)
      return found
    },
  }
}
