/**
 * The library: open a change set, load its configuration, review it, write a report. See docs/library.md.
 * What is exported here keeps its shape within a major version; nothing else does.
 */
export { rules } from '../checks/index.ts'
export {
  type Config,
  type ConfigProblem,
  defaultConfig,
  type Links,
  makeLinks,
  modules,
} from '../config/index.ts'
export {
  type ChangeSetLimits,
  memoryChangeSet,
  openDirectories,
  openFiles,
  openGit,
  type OpenedChangeSet,
  openTree,
} from './changeset/index.ts'
export { type Progress, review, type ReviewRequest, RulePool } from './engine/index.ts'
export { loadConfig, type LoadConfigRequest, type LoadedConfig, withGate } from './engine/load-config.ts'
export type {
  ChangeSet,
  Conclusion,
  FileChange,
  Finding,
  Level,
  Location,
  Notice,
  Region,
  Review,
  Rule,
  RuleOutcome,
  Snapshot,
  Verdict,
} from './model/index.ts'
export { UserError } from './model/index.ts'
export {
  type Catalogue,
  collectExcerpts,
  exitCodeOf,
  type Format,
  FORMATS,
  type JsonReview,
  makeCatalogue,
  render,
  type RenderOptions,
  reviewSchema,
  toHtml,
  toJson,
  toJsonReview,
  toMarkdown,
  toSarif,
  toTerminal,
} from './report/index.ts'
