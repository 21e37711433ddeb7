import type { Command } from 'commander'
import {
  CONFIG_PATH,
  type ConfigResult,
  defaultConfig,
  explainPath,
  RULES_FOLDER,
} from '../../../config/index.ts'
import { formatLocation, UserError } from '../../model/index.ts'
import { rulesOf } from '../../engine/rules-of.ts'
import { count } from '../../report/words.ts'
import { visible } from '../../report/escape/index.ts'
import { addSimulate } from './simulate.ts'
import { problemText, readConfigFile, ruleFilesOf, sharedFor, type SharedOptions } from '../config.ts'
import { checkExamples } from '../rule-examples.ts'
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
    async ({ config, now = new Date(), ...options }: ConfigOptions) => {
      const shared = await sharedFor(options, io.cwd, io)
      const has = (path: string): boolean => existsSync(resolve(io.cwd, path))
      const alone = config === undefined && !has(CONFIG_PATH) && has(RULES_FOLDER)
      const result = alone
        ? await rulesAlone(io.cwd)
        : await readConfigFile(config ?? CONFIG_PATH, io.cwd, now, shared)
      const problems = result.ok ? await checkExamples(result.config.customRules, now) : result.problems
      if (!result.ok || problems.length > 0) {
        io.stderr.write(`${problemText(problems)}\n`)
        end(EXIT.usage)
        return
      }
      for (const { level, message, location } of result.notices) {
        io.stderr.write(
          `${visible(`${location ? formatLocation(location) : (config ?? CONFIG_PATH)}: ${level}: ${message}`)}\n`,
        )
      }
      const { customRules } = result.config
      const more = customRules.length > 0 ? `, with ${count(customRules.length, 'custom rule')}` : ''
      const file = config ?? (alone ? RULES_FOLDER : CONFIG_PATH)
      io.stdout.write(`${file} is valid${more}\n`)
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
    const explanation = explainPath(inForce, rulesOf(inForce), path.replace(/^\.\//, ''), now)
    io.stdout.write(explanationText(explanation, file))
  })

  addSimulate(group, io, end)
}

/** A repository may bring rules and keep the recommended settings. */
async function rulesAlone(cwd: string): Promise<ConfigResult> {
  const { rules, problems } = await ruleFilesOf(cwd)
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, config: { ...defaultConfig(), customRules: rules }, notices: [] }
}
