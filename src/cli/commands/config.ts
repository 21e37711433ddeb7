import type { Command } from 'commander'
import { rules } from '../../../checks/index.ts'
import { CONFIG_PATH, defaultConfig, explainPath } from '../../../config/index.ts'
import { formatLocation, UserError } from '../../model/index.ts'
import { visible } from '../../report/escape/index.ts'
import { addSimulate } from './simulate.ts'
import { problemText, readConfigFile, sharedFor, type SharedOptions } from '../config.ts'
import { explanationText } from '../explanation.ts'
import { EXIT, type ExitCode } from '../../report/index.ts'
import type { Io } from '../io.ts'
import { parseTime, SHARED_CONFIG } from '../options.ts'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

interface ConfigOptions extends SharedOptions {
  config?: string
  now?: Date
}

/** `config check` and `config explain`: both look at the file as it lies in the work tree. */
export function addConfig(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const group = program.command('config').description('check and explain the configuration')
  const withFile = (command: Command): Command =>
    command
      .option('--config <file>', `the file (default: ${CONFIG_PATH} of the current folder)`)
      .option(...SHARED_CONFIG)
      .option('--now <time>', 'the time to look at it, in ISO 8601', parseTime)

  withFile(group.command('check').description('name every mistake in the file')).action(
    async ({ config = CONFIG_PATH, now = new Date(), ...options }: ConfigOptions) => {
      const result = await readConfigFile(config, io.cwd, now, await sharedFor(options, io.cwd, io))
      if (!result.ok) {
        io.stderr.write(`${problemText(result.problems)}\n`)
        end(EXIT.usage)
        return
      }
      for (const { level, message, location } of result.notices) {
        io.stderr.write(
          `${visible(`${location ? formatLocation(location) : config}: ${level}: ${message}`)}\n`,
        )
      }
      io.stdout.write(`${config} is valid\n`)
    },
  )

  withFile(
    group
      .command('explain')
      .description('show what holds for a path, and what set it')
      .argument('<path>', 'as in the repository'),
  ).action(async (path: string, { config, now = new Date(), ...options }: ConfigOptions) => {
    const file = config ?? (existsSync(resolve(io.cwd, CONFIG_PATH)) ? CONFIG_PATH : undefined)
    const shared = await sharedFor(options, io.cwd, io)
    const result = file === undefined ? undefined : await readConfigFile(file, io.cwd, now, shared)
    if (result && !result.ok) throw new UserError(problemText(result.problems))
    const inForce = result?.config ?? defaultConfig()
    const explanation = explainPath(inForce, rules, path.replace(/^\.\//, ''), now)
    io.stdout.write(explanationText(explanation, file))
  })

  addSimulate(group, io, end)
}
