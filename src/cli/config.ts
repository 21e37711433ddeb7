import { readdir, readFile, stat } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { rules } from '../../checks/index.ts'
import {
  type Config,
  type ConfigProblem,
  type ConfigResult,
  type FailOn,
  RULES_FOLDER,
  type SharedSource,
} from '../../config/index.ts'
import { gitSource, memorySnapshot } from '../changeset/index.ts'
import { loadConfig, loadText, readRuleFiles, type RuleFiles, withGate } from '../engine/load-config.ts'
import { type Notice, type Snapshot, UserError } from '../model/index.ts'
import { visible } from '../report/escape/index.ts'
import type { Io } from './io.ts'

/** More than any configuration has; `parseConfig` says what its own limit is. */
const MAX_BYTES = 1024 * 1024

/** A file of the user's own choice. */
export async function readConfigFile(
  file: string,
  cwd: string,
  now: Date,
  shared: SharedSource,
): Promise<ConfigResult> {
  const path = resolve(cwd, file)
  const about = await stat(path).catch((error: unknown) => {
    throw new UserError(`cannot read ${file}`, { cause: error })
  })
  if (!about.isFile()) throw new UserError(`${file} is not a file`)
  if (about.size > MAX_BYTES) throw new UserError(`${file} is larger than ${MAX_BYTES} bytes`)
  return loadText(await readFile(path, 'utf8'), {
    path: relative(cwd, path) || file,
    rules,
    now,
    shared,
    ruleFiles: await ruleFilesOf(cwd),
  })
}

/** The rules of `.roadmap/rules` of a work tree. */
export async function ruleFilesOf(cwd: string): Promise<RuleFiles> {
  const folder = resolve(cwd, RULES_FOLDER)
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new UserError(`cannot read ${RULES_FOLDER}`, { cause: error })
  })
  const files: Record<string, string> = {}
  for (const entry of entries) {
    if (!entry.isFile() || !/\.ya?ml$/.test(entry.name)) continue
    const path = `${RULES_FOLDER}/${entry.name}`
    const about = await stat(resolve(cwd, path))
    if (about.size > MAX_BYTES) throw new UserError(`${path} is larger than ${MAX_BYTES} bytes`)
    files[path] = await readFile(resolve(cwd, path), 'utf8')
  }
  return readRuleFiles(memorySnapshot(files))
}

/** Options of commands that read a configuration. */
export interface SharedOptions {
  /** Folder with the configurations that are extended, as `<owner>/<repository>/…`. */
  sharedConfig?: string
}

/** Where a command reads what the configuration of `root` extends. */
export async function sharedFor(
  { sharedConfig }: SharedOptions,
  root: string,
  { env, cwd, signal }: Pick<Io, 'env' | 'cwd' | 'signal'>,
): Promise<SharedSource> {
  const folder = sharedConfig === undefined ? {} : { folder: resolve(cwd, sharedConfig) }
  return gitSource({ root, env, signal, ...folder })
}

/**
 * The configuration in force: the file that was named, else the `.roadmap.yml` of the tree that counts.
 * @throws UserError with every mistake in it.
 */
export async function configInForce(
  options: SharedOptions & { config?: string; failOn?: FailOn },
  source: { configured: Snapshot; root: string; now: Date; io: Pick<Io, 'env' | 'cwd' | 'signal'> },
): Promise<{ config: Config; notices: Notice[]; shared: SharedSource }> {
  const { configured, root, now, io } = source
  const shared = await sharedFor(options, root, io)
  const loaded =
    options.config === undefined
      ? await loadConfig({ snapshot: configured, now, shared })
      : await readConfigFile(options.config, io.cwd, now, shared)
  if (!loaded.ok) throw new UserError(problemText(loaded.problems))
  return { config: withGate(loaded.config, options.failOn), notices: loaded.notices, shared }
}

/** One mistake a line, as compilers write them. */
export function problemText(problems: readonly ConfigProblem[]): string {
  return problems
    .map(({ path, line, column, message, hint }) =>
      visible(`${path}:${line}:${column}: ${message}${hint === undefined ? '' : ` (${hint})`}`),
    )
    .join('\n')
}
