import type { Command } from 'commander'
import type { ExitCode } from '../../report/index.ts'
import type { Io } from '../io.ts'
import { addRunOptions } from '../options.ts'
import { run, type RunOptions } from '../run.ts'
import { openWhole } from '../source.ts'

export function addAssess(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const command = program
    .command('assess')
    .description('look at a whole tree as if everything in it were new')
    .argument('[dir]', 'a git repository (its HEAD) or a plain folder', '.')
  addRunOptions(command).action(async (dir: string, options: RunOptions) => {
    end(await run(io, options, (signal) => openWhole(dir, io.cwd, signal)))
  })
}
