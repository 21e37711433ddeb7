import { type Command, Option } from 'commander'
import { surveyMigrations } from '../../engine/migrations/survey.ts'
import { EXIT, type ExitCode } from '../../report/index.ts'
import { migrationsToMarkdown } from '../../report/migrations/markdown.ts'
import { migrationsToJson } from '../../report/migrations/schema.ts'
import { migrationsToTerminal } from '../../report/migrations/terminal.ts'
import { configInForce, type SharedOptions } from '../config.ts'
import { type Io, wantsColour, widthOf } from '../io.ts'
import { SHARED_CONFIG } from '../options.ts'
import { Progress } from '../progress.ts'
import { deliver } from '../run.ts'
import { openWhole } from '../source.ts'

const FORMATS = ['terminal', 'json', 'markdown'] as const

interface MigrationsOptions extends SharedOptions {
  config?: string
  prove?: boolean
  format: (typeof FORMATS)[number]
  output?: string
}

export function addMigrations(program: Command, io: Io, end: (code: ExitCode) => void): void {
  program
    .command('migrations')
    .description('list all migrations of a tree and what their rollbacks are worth')
    .argument('[dir]', 'a git repository (its HEAD) or a plain folder', '.')
    .option('--prove', 'run each on a scratch database: up, down, and up again')
    .option('--config <file>', 'configuration to use instead of .roadmap.yml of the tree')
    .option(...SHARED_CONFIG)
    .addOption(new Option('--format <format>', 'how to write the list').choices(FORMATS).default('terminal'))
    .option('--output <file>', 'write the list to a file')
    .action(async (dir: string, options: MigrationsOptions) => end(await list(dir, options, io)))
}

async function list(dir: string, options: MigrationsOptions, io: Io): Promise<ExitCode> {
  const progress = new Progress(io)
  try {
    progress.say('reading the tree')
    const { changeSet, configured, root } = await openWhole(dir, io.cwd, io.signal)
    await using _opened = changeSet
    const { config } = await configInForce(options, { configured, root, now: new Date(), io })
    const status = await surveyMigrations(changeSet.head, {
      config,
      signal: io.signal,
      ...(options.prove && { prove: true }),
      onProgress: (what) => progress.say(what),
    })
    progress.end()
    const writers = {
      json: () => migrationsToJson(status),
      markdown: () => migrationsToMarkdown(status),
      terminal: () =>
        migrationsToTerminal(status, {
          colour: options.output === undefined && wantsColour(io.stdout, io.env),
          width: widthOf(io.stdout),
        }),
    }
    await deliver(io, writers[options.format](), options.output)
    return status.notLookedAt.length > 0 ? EXIT.incomplete : EXIT.clean
  } finally {
    progress.end()
  }
}
