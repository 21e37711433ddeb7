import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { CONFIG_PATH, type Waiver } from '../../../config/index.ts'
import { formatLocation, UserError } from '../../model/index.ts'
import { visible } from '../../report/escape/index.ts'
import { EXIT, type ExitCode } from '../../report/index.ts'
import { count } from '../../report/words.ts'
import { problemText, readConfigFile, sharedFor, type SharedOptions } from '../config.ts'
import type { Io } from '../io.ts'
import { parseTime, SHARED_CONFIG } from '../options.ts'

interface WaiversOptions extends SharedOptions {
  config?: string
  now?: Date
  within: number
  format: 'terminal' | 'json'
}

interface ListedWaiver extends Pick<Waiver, 'check' | 'paths' | 'reason' | 'expires'> {
  /** Days left after today, the last one included; negative once it has ended. */
  days: number
  state: 'holds' | 'ends' | 'expired'
  source: Waiver['source']
}

const DAY_MS = 86_400_000

/** `waivers`: what the configuration lets pass, and until when. Those given by command live in the app alone. */
export function addWaivers(program: Command, io: Io, end: (code: ExitCode) => void): void {
  program
    .command('waivers')
    .description('list the waivers of the configuration; exit with 1 where one ended, or ends within a week')
    .option('--within <days>', 'how soon an end counts', parseDays, 7)
    .addOption(new Option('--format <format>').choices(['terminal', 'json']).default('terminal'))
    .option('--config <file>', `the file (default: ${CONFIG_PATH} of the current folder)`)
    .option(...SHARED_CONFIG)
    .option('--now <time>', 'the time to look at it, in ISO 8601', parseTime)
    .action(async ({ config, now = new Date(), within, format, ...options }: WaiversOptions) => {
      // Nothing is waived where nothing is configured.
      const file = config ?? (existsSync(resolve(io.cwd, CONFIG_PATH)) ? CONFIG_PATH : undefined)
      const shared = await sharedFor(options, io.cwd, io)
      const result = file === undefined ? undefined : await readConfigFile(file, io.cwd, now, shared)
      if (result && !result.ok) throw new UserError(problemText(result.problems))
      const listed = listWaivers(result?.config.waivers ?? [], now, within)
      if (format === 'json') io.stdout.write(`${JSON.stringify(listed, undefined, 2)}\n`)
      else {
        io.stdout.write(waiversText(listed))
        for (const { message, location } of result?.notices ?? []) {
          // What a policy refuses is said there, and nowhere else.
          if (!message.startsWith('A waiver does not hold')) continue
          io.stderr.write(`${visible(location ? `${formatLocation(location)}: ${message}` : message)}\n`)
        }
      }
      if (listed.some(({ state }) => state !== 'holds')) end(EXIT.findings)
    })
}

/** The first to end comes first. */
function listWaivers(waivers: readonly Waiver[], now: Date, within: number): ListedWaiver[] {
  const today = Date.parse(now.toISOString().slice(0, 10))
  return waivers
    .map(({ check, paths, reason, expires, source }): ListedWaiver => {
      const days = Math.round((Date.parse(expires) - today) / DAY_MS)
      const state = days < 0 ? 'expired' : days <= within ? 'ends' : 'holds'
      return { check, paths, reason, expires, days, state, source }
    })
    .toSorted((a, b) => a.days - b.days)
}

function waiversText(listed: readonly ListedWaiver[]): string {
  if (listed.length === 0) return 'no waivers\n'
  const lines = listed.map(({ check, paths, reason, expires, days, source }) => {
    const left =
      days < 0 ? `ended ${count(-days, 'day')} ago` : days === 0 ? 'ends today' : `${count(days, 'day')} left`
    const place = `${source.what}:${source.line ?? 1}`
    return visible(`${expires} (${left})  ${check} for ${paths.join(', ')}: ${reason}  [${place}]`)
  })
  return `${lines.join('\n')}\n`
}

function parseDays(value: string): number {
  const days = Number(value)
  if (!/^\d{1,4}$/.test(value)) throw new InvalidArgumentError('Write a number of days, such as 14.')
  return days
}
