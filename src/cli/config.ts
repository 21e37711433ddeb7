import { readFile, stat } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { rules } from '../../checks/index.ts'
import {
  type Config,
  type ConfigProblem,
  type ConfigResult,
  type FailOn,
  parseConfig,
} from '../../config/index.ts'
import { loadConfig, withGate } from '../engine/load-config.ts'
import { type Notice, type Snapshot, UserError } from '../model/index.ts'
import { visible } from '../report/escape/index.ts'

/** More than any configuration has; `parseConfig` says what its own limit is. */
const MAX_BYTES = 1024 * 1024

/** A file of the user's own choice. */
export async function readConfigFile(file: string, cwd: string, now: Date): Promise<ConfigResult> {
  const path = resolve(cwd, file)
  const about = await stat(path).catch((error: unknown) => {
    throw new UserError(`cannot read ${file}`, { cause: error })
  })
  if (!about.isFile()) throw new UserError(`${file} is not a file`)
  if (about.size > MAX_BYTES) throw new UserError(`${file} is larger than ${MAX_BYTES} bytes`)
  return parseConfig(await readFile(path, 'utf8'), { path: relative(cwd, path) || file, rules, now })
}

/**
 * The configuration in force: the file that was named, else the `.roadmap.yml` of the tree that counts.
 * @throws UserError with every mistake in it.
 */
export async function configInForce(
  options: { config?: string; failOn?: FailOn },
  source: { configured: Snapshot; cwd: string; now: Date },
): Promise<{ config: Config; notices: Notice[] }> {
  const { configured, cwd, now } = source
  const loaded =
    options.config === undefined
      ? await loadConfig({ snapshot: configured, now })
      : await readConfigFile(options.config, cwd, now)
  if (!loaded.ok) throw new UserError(problemText(loaded.problems))
  return { config: withGate(loaded.config, options.failOn), notices: loaded.notices }
}

/** One mistake a line, as compilers write them. */
export function problemText(problems: readonly ConfigProblem[]): string {
  return problems
    .map(({ path, line, column, message, hint }) =>
      visible(`${path}:${line}:${column}: ${message}${hint === undefined ? '' : ` (${hint})`}`),
    )
    .join('\n')
}
