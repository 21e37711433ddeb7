import { type Command, InvalidArgumentError, Option } from 'commander'
import { defaultRevisions, lastMerged, openGit } from '../../changeset/index.ts'
import { CONFIG_PATH } from '../../../config/index.ts'
import { loadConfig } from '../../engine/load-config.ts'
import { RulePool } from '../../engine/index.ts'
import { simulate } from '../../engine/simulate.ts'
import { UserError } from '../../model/index.ts'
import { EXIT, type ExitCode } from '../../report/index.ts'
import { simulationToJson, simulationToMarkdown, simulationToTerminal } from '../../report/simulation/text.ts'
import { problemText, readConfigFile, sharedFor, type SharedOptions } from '../config.ts'
import type { Io } from '../io.ts'
import { parseTime, SHARED_CONFIG } from '../options.ts'
import { Progress } from '../progress.ts'

const WRITERS = {
  terminal: simulationToTerminal,
  json: simulationToJson,
  markdown: (simulation: Parameters<typeof simulationToMarkdown>[0]) =>
    `${simulationToMarkdown(simulation)}\n`,
}

interface SimulateOptions extends SharedOptions {
  last: number
  base?: string
  config?: string
  minutes: number
  format: keyof typeof WRITERS
  now?: Date
}

/** `config simulate`: what another configuration would have said of the changes that were merged last. */
export function addSimulate(group: Command, io: Io, end: (code: ExitCode) => void): void {
  group
    .command('simulate')
    .description('review the last merged changes by the configuration of the base and by yours, and compare')
    .option('--last <number>', 'how many changes, along the first parents of the base', whole(1, 500), 10)
    .option('--base <rev>', 'branch whose changes and configuration count (default: the default branch)')
    .option('--config <file>', `your configuration (default: ${CONFIG_PATH} of the current folder)`)
    .option(...SHARED_CONFIG)
    .option('--minutes <number>', 'time for all of it; what is left out then is said', whole(1, 600), 10)
    .addOption(
      new Option('--format <format>', 'how to write it').choices(Object.keys(WRITERS)).default('terminal'),
    )
    .option('--now <time>', 'the time to look at it, in ISO 8601; waivers end by it', parseTime)
    .action(async (options: SimulateOptions) => end(await run(options, io)))
}

async function run(options: SimulateOptions, io: Io): Promise<ExitCode> {
  const { cwd, signal } = io
  const now = options.now ?? new Date()
  const base = options.base ?? (await defaultRevisions(cwd, signal)).base
  const shared = await sharedFor(options, cwd, io)
  const merged = await lastMerged(cwd, base, options.last, signal)
  if (merged.length === 0) throw new UserError(`${base} has no changes to simulate: a first commit is none`)
  const [before, after] = await Promise.all([
    baseConfig(cwd, base, now, shared, signal),
    readConfigFile(options.config ?? CONFIG_PATH, cwd, now, shared),
  ])
  if (!before.ok) throw new UserError(problemText(before.problems))
  if (!after.ok) throw new UserError(problemText(after.problems))
  const progress = new Progress(io)
  await using own = io.pool ? undefined : new RulePool()
  const pool = io.pool ?? own
  try {
    const simulation = await simulate({
      changes: merged.map(({ sha, parent, title, pull }) => ({
        sha,
        title,
        ...(pull !== undefined && { pull }),
        open: () => openGit({ repo: cwd, base: parent, head: sha, signal }),
      })),
      before: before.config,
      after: after.config,
      now,
      budgetMs: options.minutes * 60_000,
      signal,
      ...(pool && { pool }),
      onProgress: (done, total) => progress.say(`${done} of ${total} changes`),
    })
    progress.end()
    io.stdout.write(WRITERS[options.format](simulation))
    const isWhole = simulation.left === 0 && simulation.changes.every(({ notLookedAt }) => !notLookedAt)
    return isWhole ? EXIT.clean : EXIT.incomplete
  } finally {
    progress.end()
  }
}

async function baseConfig(
  repo: string,
  base: string,
  now: Date,
  shared: Awaited<ReturnType<typeof sharedFor>>,
  signal: AbortSignal,
): ReturnType<typeof loadConfig> {
  await using changeSet = await openGit({ repo, base, head: base, signal })
  return await loadConfig({ snapshot: changeSet.head, now, shared })
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (Number.isInteger(value) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`)
  }
}
