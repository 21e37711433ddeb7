import { rules as allRules } from '../../checks/index.ts'
import {
  completeConfig,
  type Config,
  CONFIG_PATH,
  type ConfigProblem,
  type ConfigResult,
  defaultConfig,
  type FailOn,
  followExtends,
  readConfig,
  type RuleDescriptor,
  sharedEntries,
  type SharedSource,
} from '../../config/index.ts'
import type { ChangeSet, Notice, Snapshot } from '../model/index.ts'

export type LoadedConfig =
  | {
      ok: true
      config: Config
      notices: Notice[]
      notFollowed?: Notice[]
      /** False where the snapshot has no file: the preset `roadmap:recommended` is then in force. */
      found: boolean
    }
  | { ok: false; problems: ConfigProblem[] }

export interface LoadConfigRequest {
  /** The tree whose `.roadmap.yml` counts: the base's, so that a change cannot switch off its own review. */
  snapshot: Snapshot
  now: Date
  /** Another file of that tree. */
  path?: string
  rules?: readonly RuleDescriptor[]
  /** Where what it extends is read. Without one, a file that extends another repository is a problem. */
  shared?: SharedSource
}

/** Reads and checks the text of a configuration with what it extends. Throws what `SharedSource.read` does. */
export async function loadText(
  text: string,
  {
    path,
    now,
    rules = allRules,
    shared: source,
  }: Omit<LoadConfigRequest, 'snapshot' | 'path'> & { path: string },
): Promise<ConfigResult> {
  const opened = readConfig(text, { path, rules })
  if (!opened.ok) return opened
  const entries = sharedEntries(opened.file)
  const shared = source && (await followExtends(entries, path, { source, rules, now }))
  return completeConfig(opened.file, { rules, now, ...(shared && { shared }) })
}

/** Reads and checks the configuration of one tree. A file that is there and cannot be read is a problem. */
export async function loadConfig({
  snapshot,
  now,
  path = CONFIG_PATH,
  rules = allRules,
  shared,
}: LoadConfigRequest): Promise<LoadedConfig> {
  const content = await snapshot.read(path)
  if (content.kind === 'text') {
    const result = await loadText(content.text, { path, rules, now, ...(shared && { shared }) })
    return result.ok ? { ...result, found: true } : result
  }
  if (content.reason === 'absent' && path === CONFIG_PATH)
    return { ok: true, config: defaultConfig(), notices: [], found: false }
  const message = `cannot be read: ${content.detail ?? content.reason}`
  return { ok: false, problems: [{ message, path, line: 1, column: 1 }] }
}

/** Somebody who names a gate wants to be stopped by it, also where the repository is only advised. */
export function withGate(config: Config, failOn: FailOn | undefined): Config {
  return failOn === undefined ? config : { ...config, mode: 'enforce', gate: { failOn } }
}

/**
 * What to say about a change that edits the configuration itself: that the base's version is in force, and every
 * mistake of the new one, before it is merged.
 */
export async function configChangeNotices(
  changeSet: ChangeSet,
  { now, rules = allRules, shared }: Omit<LoadConfigRequest, 'snapshot' | 'path'>,
): Promise<Notice[]> {
  const change = changeSet.changes.find(({ path, previousPath }) =>
    [path, previousPath].includes(CONFIG_PATH),
  )
  if (!change) return []
  const location = { side: 'head' as const, path: CONFIG_PATH }
  if (change.status === 'removed' || change.path !== CONFIG_PATH) {
    const message = `This change removes ${CONFIG_PATH}; it is in force until the change is merged`
    return [{ level: 'note', message, location: { ...location, side: 'base' } }]
  }
  const loaded = await loadConfig({ snapshot: changeSet.head, now, rules, ...(shared && { shared }) })
  const message = `This change edits ${CONFIG_PATH}; the version of the base is in force until it is merged`
  const notice: Notice = { level: 'note', message, location }
  // What a new entry of `extends` stands for was not looked at: said, for the rest is not all that would change.
  if (loaded.ok) return [notice, ...(loaded.notFollowed ?? [])]
  const problems = loaded.problems.map(({ message, path, line, hint, elsewhere }) => ({
    level: 'error' as const,
    message: `Once merged, nothing could be reviewed: ${elsewhere ? `${path}:${line}: ` : ''}${message}${hint === undefined ? '' : ` (${hint})`}`,
    ...(!elsewhere && { location: { ...location, region: { startLine: line, endLine: line } } }),
  }))
  return [notice, ...problems]
}

/** What to say where the configuration names logs of other scanners and none can be here. */
export function importNotices({ imports }: Config): Notice[] {
  return imports.map(({ sarif }) => ({
    level: 'note',
    message: `${sarif} is a log of another scanner, which the command line and the Action read; it is not part of this review`,
    location: { side: 'base', path: sarif },
  }))
}

/** What to say where the configuration names generated files and nobody handed them over. */
export function generatedNotices({ generated }: Config): Notice[] {
  return generated.map((path) => ({
    level: 'warning',
    message: `${path} is made by a build, and was not compared here: the command line and the Action take it with base-generated and head-generated`,
    location: { side: 'base', path },
  }))
}
