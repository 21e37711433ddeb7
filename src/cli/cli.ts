import { CommanderError } from 'commander'
import { UserError } from '../model/index.ts'
import { EXIT, type ExitCode } from '../report/index.ts'
import type { Io } from './io.ts'
import { buildProgram } from './program.ts'

/** Runs one command; answers its exit code and never throws. `args` are without node and the script. */
export async function cli(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.clean
  const program = buildProgram(io, (ended) => (code = ended))
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    if (io.signal.aborted) return EXIT.interrupted
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.usage
    if (error instanceof UserError) {
      io.stderr.write(`${error.message}\n`)
      return EXIT.usage
    }
    // Nothing was reviewed, and nobody is told so by a code that says the input was wrong.
    io.stderr.write(`${describe(error)}\n`)
    return EXIT.incomplete
  }
}

/** With the stack and every cause: somebody has to mend the program. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : `\ncaused by: ${describe(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}
