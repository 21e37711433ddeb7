import { readFile, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import {
  type Baseline,
  type BaselineEntry,
  BASELINE_PATH,
  baselineOf,
  formatBaseline,
  parseBaseline,
  shrink,
  sizeOf,
} from '../../engine/baseline/index.ts'
import { UserError } from '../../model/index.ts'
import { visible } from '../../report/escape/index.ts'
import { EXIT, type ExitCode } from '../../report/index.ts'
import { type Assessed, assessTree } from '../assess-tree.ts'
import type { SharedOptions } from '../config.ts'
import type { Io } from '../io.ts'
import { parseTime, SHARED_CONFIG } from '../options.ts'

interface BaselineOptions extends SharedOptions {
  check?: true
  update?: true
  acceptNew?: true
  reason?: string
  config?: string
  now?: Date
}

const MAX_BYTES = 8 * 1024 * 1024
/** Entries named one by one; the rest is counted. */
const NAMED = 50

export function addBaseline(program: Command, io: Io, end: (code: ExitCode) => void): void {
  program
    .command('baseline')
    .description(`write what there is today to ${BASELINE_PATH}, so that only new findings count`)
    .argument('[dir]', 'a git repository (its HEAD) or a plain folder', '.')
    .option('--check', 'write nothing; exit with 1 where something is gone, or is not in it')
    .option('--update', 'take out what is gone; it never grows')
    .option('--accept-new', 'with --update: put in what is new, too; says why with --reason')
    .option('--reason <text>', 'why new findings are accepted; stands in the file')
    .option('--config <file>', 'configuration to use instead of .roadmap.yml of the tree')
    .option(...SHARED_CONFIG)
    .option('--now <time>', 'the time to look at it, in ISO 8601; waivers end by it', parseTime)
    .action(async (dir: string, options: BaselineOptions) => {
      checkOptions(options)
      const file = join(resolve(io.cwd, dir), BASELINE_PATH)
      const before = await readExisting(file)
      if (before && !options.check && !options.update) {
        throw new UserError(`${BASELINE_PATH} is there already: --update takes out what is gone`)
      }
      if (!before && (options.check || options.update)) {
        throw new UserError(`there is no ${BASELINE_PATH}: write one first, without --check or --update`)
      }
      const assessed = await assessTree(io, dir, { ...options, ...(before && { baseline: before.baseline }) })
      const missed = sayMissed(io, assessed)
      if (!before) {
        const entries = baselineOf(assessed.review.findings)
        await write(io, file, entries)
        return end(missed ? EXIT.incomplete : EXIT.clean)
      }
      const fresh = baselineOf(assessed.review.findings, options.reason)
      const accepted = options.acceptNew ? fresh : []
      const { cover, stale } = assessed.seen
      const entries = shrink(before.baseline, assessed.review.findings, cover, stale, accepted)
      for (const { entry, gone } of stale.slice(0, NAMED)) {
        say(io, `${BASELINE_PATH}:${entry.line}: gone: ${gone} of ${entry.rule} in ${entry.path}`)
      }
      for (const { path, rule, count } of fresh.slice(0, NAMED)) {
        say(io, `${path}: ${options.acceptNew ? 'accepted' : 'new'}: ${count} of ${rule}`)
      }
      const more = Math.max(0, stale.length - NAMED) + Math.max(0, fresh.length - NAMED)
      if (more > 0) say(io, `and ${more} more`)
      if (options.check) {
        const differs = formatBaseline(entries) !== formatBaseline(before.baseline.entries)
        if (differs && stale.length === 0) say(io, 'findings of the baseline moved to other files')
        const isCurrent = !differs && fresh.length === 0
        if (isCurrent) io.stdout.write(`${BASELINE_PATH} is what there is: ${sizeOf(entries)} findings\n`)
        return end(isCurrent ? (missed ? EXIT.incomplete : EXIT.clean) : EXIT.findings)
      }
      await write(io, file, entries)
      end(missed ? EXIT.incomplete : EXIT.clean)
    })
}

function checkOptions({ check, update, acceptNew, reason }: BaselineOptions): void {
  if (check && update) throw new UserError('--check writes nothing and --update does: name one of them')
  if (acceptNew && !update) throw new UserError('--accept-new goes with --update')
  if (acceptNew && !reason?.trim()) throw new UserError('--accept-new needs a reason: --reason "…"')
  if (reason !== undefined && !acceptNew) throw new UserError('--reason goes with --accept-new')
  if (reason !== undefined && reason.length > 500) throw new UserError('--reason: at most 500 characters')
}

/** @throws UserError with what is wrong with the file. */
async function readExisting(file: string): Promise<{ baseline: Baseline } | undefined> {
  const about = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  })
  if (!about) return undefined
  if (!about.isFile() || about.size > MAX_BYTES)
    throw new UserError(`${BASELINE_PATH} is no file of at most ${MAX_BYTES} bytes`)
  const parsed = parseBaseline(await readFile(file, 'utf8'))
  if (parsed.ok) return parsed
  throw new UserError(
    parsed.problems.map(({ line, message }) => visible(`${BASELINE_PATH}:${line}: ${message}`)).join('\n'),
  )
}

async function write(io: Io, file: string, entries: readonly BaselineEntry[]): Promise<void> {
  await writeFile(file, formatBaseline(entries))
  const number = sizeOf(entries)
  io.stdout.write(
    `wrote ${file}: ${number} finding${number === 1 ? '' : 's'}; it counts once it is committed\n`,
  )
}

/** Names what was not looked at: the baseline cannot know of it. */
function sayMissed(io: Io, { gaps }: Assessed): boolean {
  for (const gap of gaps.slice(0, NAMED)) say(io, `not looked at: ${gap}`)
  if (gaps.length > NAMED) say(io, `and ${gaps.length - NAMED} more`)
  return gaps.length > 0
}

function say(io: Io, line: string): void {
  io.stderr.write(`${visible(line)}\n`)
}
