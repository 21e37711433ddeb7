import { type Command, InvalidArgumentError, Option } from 'commander'
import { globProblem } from '../../config/file/globs.ts'
import { LEVELS } from '../model/index.ts'
import { FORMATS } from '../report/index.ts'

/** Goes with every `--config`. */
export const SHARED_CONFIG = [
  '--shared-config <dir>',
  'read what the configuration extends here, as <owner>/<repository>/…, and not from the remote',
] as const

/** Adds the options that `review` and `assess` share. */
export function addRunOptions(command: Command): Command {
  return command
    .option('--config <file>', 'configuration to use instead of .roadmap.yml of the reviewed tree')
    .option(...SHARED_CONFIG)
    .option('--only <glob>', 'look at matching paths only; may be given several times', collectGlobs)
    .addOption(
      new Option('--format <format>', 'how to write the report').choices(FORMATS).default('terminal'),
    )
    .option('--category <name>', 'tells several code-scanning reports of one commit apart')
    .option('--output <file>', 'write the report to a file')
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 on findings of this level or worse').choices([
        ...LEVELS,
        'never',
      ]),
    )
    .option(
      '--import-sarif <file>',
      'SARIF log of another scanner on the head; may be given several times',
      collect,
    )
    .option('--now <time>', 'the time to review at, in ISO 8601; waivers end by it', parseTime)
}

/** For an option that may be given several times. */
export function collect(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value]
}

/** A glob that can match nothing would pass for a change in which nothing is wrong. */
function collectGlobs(value: string, previous: string[] | undefined): string[] {
  const problem = globProblem(value)
  if (problem) throw new InvalidArgumentError(problem.message + (problem.hint ? ` (${problem.hint})` : ''))
  return collect(value, previous)
}

/** A date or an instant; a time without zone would depend on the machine. */
export function parseTime(value: string): Date {
  const match = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(value)
  const time = new Date(value)
  if (!match || Number.isNaN(time.getTime())) {
    throw new InvalidArgumentError('Write 2026-01-31 or 2026-01-31T12:00:00Z.')
  }
  return time
}
