import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Command } from 'commander'
import { openTree } from '../../changeset/index.ts'
import { type Scaffold, scaffoldRollback } from '../../engine/migrations/scaffold.ts'
import { UserError } from '../../model/index.ts'
import { configInForce, type SharedOptions } from '../config.ts'
import type { Io } from '../io.ts'
import { SHARED_CONFIG } from '../options.ts'
import { rootOf } from '../root-of.ts'
import { addScaffoldTest } from './scaffold-test.ts'

interface ScaffoldOptions extends SharedOptions {
  write?: boolean
  force?: boolean
  config?: string
}

export function addScaffold(program: Command, io: Io): void {
  const command = program.command('scaffold').description('write what a change lacks')
  addScaffoldTest(command, io)
  command
    .command('rollback')
    .description(
      "write the rollback of a migration in its framework's form; run on PostgreSQL where it is SQL",
    )
    .argument('<file>', 'the migration, as it lies in the working tree')
    .option('--write', 'write it where the framework looks for it')
    .option('--force', 'with --write: also where a rollback stands already')
    .option('--config <file>', 'configuration to use instead of .roadmap.yml of the tree')
    .option(...SHARED_CONFIG)
    .action(async (file: string, options: ScaffoldOptions) => scaffold(file, options, io))
}

async function scaffold(file: string, options: ScaffoldOptions, io: Io): Promise<void> {
  const absolute = resolve(io.cwd, file)
  if (!existsSync(absolute)) throw new UserError(`cannot read ${file}`)
  const root = rootOf(absolute, io.cwd)
  const path = relative(root, absolute).split(sep).join('/')
  await using changeSet = await openTree({ dir: root, signal: io.signal })
  const { config } = await configInForce(options, {
    configured: changeSet.head,
    root,
    now: new Date(),
    io,
  })
  const made = await scaffoldRollback(changeSet.head, path, { config, signal: io.signal })
  io.stderr.write(`${howSure(made)}\n`)
  if (!options.write) {
    io.stderr.write(
      `It belongs into the ${made.target && !made.target.region ? made.target.path : made.expected}.\n`,
    )
    io.stdout.write(`${made.text}\n`)
    return
  }
  const target = await written(root, made, options.force === true)
  io.stdout.write(`wrote ${target}\n`)
}

function howSure({ title, notProven }: Scaffold): string {
  return notProven === undefined
    ? `${title}: proven on PostgreSQL: up, this, and up again.`
    : `${title}: not proven, because ${notProven}.`
}

async function written(root: string, { target, taken, expected }: Scaffold, force: boolean): Promise<string> {
  if (!target)
    throw new UserError(`it has no place of its own in a file: put it into the ${expected} by hand`)
  const path = join(root, target.path)
  if (taken && !force) throw new UserError(`${target.path} has a rollback: --force writes over it`)
  if (!target.region) {
    await mkdir(dirname(path), { recursive: true })
    try {
      await writeFile(path, target.replacement, { flag: force ? 'w' : 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      if ((await readFile(path, 'utf8')).trim() !== '')
        throw new UserError(`${target.path} exists: --force writes over it`, { cause: error })
      await writeFile(path, target.replacement)
    }
    return target.path
  }
  const lines = (await readFile(path, 'utf8')).split('\n')
  const { startLine, endLine } = target.region
  const after = lines.slice(endLine)
  lines.splice(
    startLine - 1,
    lines.length,
    ...target.replacement.split('\n'),
    ...(after.length > 0 ? after : ['']),
  )
  await writeFile(path, lines.join('\n'))
  return target.path
}
