import { rules } from '../../checks/index.ts'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { runRule, SharedValues } from '../../src/engine/run-rule.ts'
import type { FileChange, Level, Report, Suggestion } from '../../src/model/index.ts'

export type Files = Readonly<Record<string, string>>

export interface Found extends Report {
  ruleId: string
  level: Level
}

const NOW = new Date('2026-01-15T12:00:00Z')
const family = rules.filter((rule) => rule.family === 'api-compatibility' && rule.status === 'stable')

/** What the stable rules of the family report. */
export async function reportsOf(base: Files, head: Files, renames: Files = {}): Promise<Found[]> {
  const changeSet = memoryChangeSet(base, head, renames)
  const shared = new SharedValues()
  const found: Found[] = []
  for (const rule of family) {
    const signal = AbortSignal.timeout(20_000)
    const { changes } = changeSet
    const { reports } = await runRule({
      rule,
      changeSet,
      changes,
      options: rule.options.parse({}),
      now: NOW,
      signal,
      shared,
    })
    for (const report of reports)
      found.push({ ...report, ruleId: rule.id, level: report.level ?? rule.level })
  }
  return found
}

/** The files after somebody pressed the button: whole lines are replaced, as GitHub does it. */
export function applySuggestion(files: Files, { path, region, replacement }: Suggestion): Files {
  const lines = (files[path] ?? '').split('\n')
  lines.splice(region.startLine - 1, region.endLine - region.startLine + 1, ...replacement.split('\n'))
  return { ...files, [path]: lines.join('\n') }
}

/** Whether GitHub accepts a comment on exactly the lines that are replaced. */
export function isInHunk(changes: readonly FileChange[], { path, region }: Suggestion): boolean {
  const change = changes.find((candidate) => candidate.path === path)
  return (change?.hunks ?? []).some(
    ({ head }) => head.start <= region.startLine && region.endLine <= head.end,
  )
}

/** What is wrong with a suggestion, in words; empty when its finding goes and none comes. */
export async function faultsOf(
  base: Files,
  head: Files,
  one: Found,
  all: readonly Found[],
): Promise<string[]> {
  const { suggestion } = one
  if (!suggestion) return []
  const { changes } = memoryChangeSet(base, head)
  const after = await reportsOf(base, applySuggestion(head, suggestion))
  // Without the numbers of items, which move when one is put back.
  const identity = ({ ruleId, subject }: Found): string =>
    `${ruleId}: ${subject.replaceAll(/\/\d+(?=[/ ]|$)/g, '/')}`
  const before = Map.groupBy(all, identity)
  const now = Map.groupBy(after, identity)
  const kept = now.get(identity(one))?.length ?? 0
  return [
    ...(isInHunk(changes, suggestion) ? [] : ['it is not in one hunk']),
    ...(kept < (before.get(identity(one))?.length ?? 0) ? [] : [`it stays: ${identity(one)}`]),
    ...[...now].flatMap(([name, list]) =>
      list.length > (before.get(name)?.length ?? 0) ? [`it is new: ${name}`] : [],
    ),
  ]
}
