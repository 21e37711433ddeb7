import { Command } from 'commander'
import { addAssess } from './commands/assess.ts'
import { addBaseline } from './commands/baseline.ts'
import { addConfig } from './commands/config.ts'
import { addExplain } from './commands/explain.ts'
import { addInit } from './commands/init.ts'
import { addMigrations } from './commands/migrations.ts'
import { addReview } from './commands/review.ts'
import { addRules } from './commands/rules.ts'
import { addScaffold } from './commands/scaffold.ts'
import { addWaivers } from './commands/waivers.ts'
import type { ExitCode } from '../report/index.ts'
import type { Io } from './io.ts'
import { version } from '../engine/version.ts'

const AFTER = `
Exit codes: 0 clean, 1 findings at the gate, 2 bad usage or configuration, 3 not everything was looked at.`

/** The command line; `end` is told the exit code of a command that ends with another than 0. */
export function buildProgram(io: Io, end: (code: ExitCode) => void): Command {
  const program = new Command('roadmap-review')
    .description('Reviews changes against the Senior Backend Roadmap.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    })
    .showHelpAfterError('(see --help)')
    .addHelpText('after', AFTER)
  addReview(program, io, end)
  addAssess(program, io, end)
  addBaseline(program, io, end)
  addMigrations(program, io, end)
  addScaffold(program, io)
  addRules(program, io, end)
  addExplain(program, io)
  addConfig(program, io, end)
  addWaivers(program, io, end)
  addInit(program, io)
  return program
}
