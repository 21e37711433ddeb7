import { customRuleSchema } from '../../checks/insecure-patterns/custom/index.ts'
import { rules as allRules } from '../../checks/index.ts'
import {
  completeConfig,
  type Config,
  CONFIG_PATH,
  type ConfigProblem,
  type ConfigResult,
  type CustomRule,
  defaultConfig,
  type FailOn,
  followExtends,
  MAX_CUSTOM_RULES,
  readConfig,
  readRuleFile,
  type RuleDescriptor,
  RULES_FOLDER,
  sharedEntries,
  type SharedSource,
} from '../../config/index.ts'
import type { ChangeSet, FileChange, Notice, Snapshot } from '../model/index.ts'

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
    ruleFiles = { rules: [], problems: [] },
  }: Omit<LoadConfigRequest, 'snapshot' | 'path'> & {
    path: string
    /** What lies in `.roadmap/rules` beside it. */
    ruleFiles?: RuleFiles
  },
): Promise<ConfigResult> {
  const customRule = customRuleSchema
  const opened = readConfig(text, { path, rules, customRule })
  if (!opened.ok) return { ok: false, problems: [...opened.problems, ...ruleFiles.problems] }
  const entries = sharedEntries(opened.file)
  const shared = source && (await followExtends(entries, path, { source, rules, customRule, now }))
  const complete = completeConfig(opened.file, {
    rules,
    now,
    ...(shared && { shared }),
    ruleFiles: ruleFiles.rules,
  })
  if (ruleFiles.problems.length === 0) return complete
  return { ok: false, problems: [...(complete.ok ? [] : complete.problems), ...ruleFiles.problems] }
}

/** The rules of `.roadmap/rules`, and every mistake in them. */
export interface RuleFiles {
  rules: CustomRule[]
  problems: ConfigProblem[]
}

/** Reads `.roadmap/rules/*.yml` of a tree. A file that is there and cannot be read is a problem. */
export async function readRuleFiles(snapshot: Snapshot): Promise<RuleFiles> {
  const answer: RuleFiles = { rules: [], problems: [] }
  const paths = (await snapshot.list([`${RULES_FOLDER}/*.{yml,yaml}`])).toSorted()
  const refuse = (path: string, message: string, hint?: string): void =>
    void answer.problems.push({ message, path, line: 1, column: 1, ...(hint !== undefined && { hint }) })
  if (paths.length > MAX_CUSTOM_RULES) {
    refuse(RULES_FOLDER, `${paths.length} custom rules: at most ${MAX_CUSTOM_RULES} are run`)
    return answer
  }
  const contents = await snapshot.readMany(paths)
  for (const path of paths) {
    const content = contents.get(path)
    if (content?.kind !== 'text') {
      refuse(path, `cannot be read: ${content?.detail ?? content?.reason ?? 'unavailable'}`)
      continue
    }
    const read = readRuleFile(content.text, path, customRuleSchema)
    if (!read.ok) answer.problems.push(...read.problems)
    else if (answer.rules.some(({ id }) => id === read.rule.id))
      refuse(path, `${read.rule.id} is given twice`, 'one of .yml and .yaml')
    else answer.rules.push(read.rule)
  }
  return answer
}

/** Whether a path belongs to the configuration of a repository. */
export function isConfigPath(path: string | undefined): boolean {
  return path === CONFIG_PATH || (path?.startsWith(`${RULES_FOLDER}/`) ?? false)
}

/** Reads and checks the configuration of one tree. A file that is there and cannot be read is a problem. */
export async function loadConfig({
  snapshot,
  now,
  path = CONFIG_PATH,
  rules = allRules,
  shared,
}: LoadConfigRequest): Promise<LoadedConfig> {
  const [content, ruleFiles] = await Promise.all([snapshot.read(path), readRuleFiles(snapshot)])
  if (content.kind === 'text') {
    const result = await loadText(content.text, { path, rules, now, ...(shared && { shared }), ruleFiles })
    return result.ok ? { ...result, found: true } : result
  }
  if (content.reason === 'absent' && path === CONFIG_PATH) {
    if (ruleFiles.problems.length > 0) return { ok: false, problems: ruleFiles.problems }
    const config = { ...defaultConfig(), customRules: ruleFiles.rules }
    return { ok: true, config, notices: [], found: false }
  }
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
  const edited = changeSet.changes.filter(({ path, previousPath }) => [path, previousPath].some(isConfigPath))
  const [change] = edited.toSorted((a, b) => Number(isConfigFile(b)) - Number(isConfigFile(a)))
  if (!change) return []
  const of = isConfigFile(change) ? CONFIG_PATH : RULES_FOLDER
  const location = { side: 'head' as const, path: of === CONFIG_PATH ? of : change.path }
  if (of === CONFIG_PATH && (change.status === 'removed' || change.path !== CONFIG_PATH)) {
    const message = `This change removes ${CONFIG_PATH}; it is in force until the change is merged`
    return [{ level: 'note', message, location: { ...location, side: 'base' } }]
  }
  const loaded = await loadConfig({ snapshot: changeSet.head, now, rules, ...(shared && { shared }) })
  const message = `This change edits ${of}; the version of the base is in force until it is merged`
  const notice: Notice = {
    level: 'note',
    message,
    location: change.status === 'removed' ? { ...location, side: 'base' } : location,
  }
  // What a new entry of `extends` stands for was not looked at: said, for the rest is not all that would change.
  if (loaded.ok) return [notice, ...(loaded.notFollowed ?? [])]
  const problems = loaded.problems.map(({ message, path, line, hint, elsewhere }) => ({
    level: 'error' as const,
    message: `Once merged, nothing could be reviewed: ${elsewhere ? `${path}:${line}: ` : ''}${message}${hint === undefined ? '' : ` (${hint})`}`,
    ...(!elsewhere && {
      location: { side: 'head' as const, path, region: { startLine: line, endLine: line } },
    }),
  }))
  return [notice, ...problems]
}

function isConfigFile({ path, previousPath }: FileChange): boolean {
  return path === CONFIG_PATH || previousPath === CONFIG_PATH
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
