import type { Command } from 'commander'
import type { ExitCode } from '../../report/index.ts'
import type { Io } from '../io.ts'
import { addRunOptions, collect } from '../options.ts'
import { run, type RunOptions } from '../run.ts'
import { openSource, type SourceOptions } from '../source.ts'

export function addReview(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const command = program
    .command('review')
    .description('review what a branch changes since it left the default branch')
    .option('--repo <dir>', 'git repository (default: the current folder)')
    .option('--base <rev>', 'revision to compare with; its merge base with the head counts')
    .option('--head <rev>', 'revision to review (default: HEAD)')
    .option('--base-dir <dir>', 'compare two folders instead')
    .option('--head-dir <dir>')
    .option('--base-file <file>', 'compare two files instead')
    .option('--head-file <file>')
    .option('--base-generated <dir>', 'files named in `generated`, as a build of the base made them')
    .option('--head-generated <dir>', 'the same of the head; both are laid out like the repository')
    .option('--coverage <file>', 'report of a coverage tool on the head; may be given several times', collect)
    .option(
      '--base-coverage <file>',
      'the same of the base: what did not run before is not said again',
      collect,
    )
    .option('--base-sarif <file>', 'the same on the base: what is in it is not new', collect)
    .option('--label <name>', 'a label of the pull request; may be given several times', collect)
  addRunOptions(command).action(async (options: RunOptions & SourceOptions) => {
    end(await run(io, options, (signal) => openSource(options, io.cwd, signal)))
  })
}
