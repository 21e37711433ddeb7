import type { ChangeSet, Notice, Region, Report, RuleOutcome, Snapshot } from '../../model/index.ts'
import { readSarif } from '../../parse/sarif/read-sarif.ts'
import type { SarifPlace, SarifResult } from '../../parse/sarif/result.ts'
import { byPlace } from '../order.ts'
import { fingerprints } from '../fingerprint.ts'
import { TreePaths } from './place.ts'
import { type ImportedRule, IMPORTED, importedRule, toolFamily } from './rule.ts'

/** A log of another scanner. */
export interface SarifFile {
  /** As the user named it, for messages. */
  name: string
  /** Absent where it cannot be read. */
  text?: string
  /** Why it cannot. */
  problem?: string
}

export interface SarifFiles {
  /** Of the head. */
  head: readonly SarifFile[]
  /** Of the base: what stands there is not new. */
  base?: readonly SarifFile[]
  /** Where the head's tree lies on this machine. */
  root?: string
}

/** What other scanners found, as our own rules would say it. */
export interface Imported {
  rules: ImportedRule[]
  /** By the rule's id, in the order of places. */
  reports: ReadonlyMap<string, Report[]>
  outcomes: RuleOutcome[]
  /** Fingerprints of what was there before, as a log of the base or the tool's own baseline says. */
  before: ReadonlySet<string>
  /** A log of the base was given: what it does not have is new, on whatever line. */
  comparesWithBase: boolean
  /** Results that were left out, by tool, and why. */
  notices: Notice[]
}

/** Lines of a finding that identify it. */
const MAX_LINES = 10

/** Reads logs of other scanners and places what they found in the head. What cannot be read is an outcome by name. */
export async function importSarif(files: SarifFiles, changeSet: ChangeSet): Promise<Imported> {
  const head = await placed(files.head, changeSet.head, 'head', files.root)
  const base = files.base && (await placed(files.base, changeSet.base, 'base', files.root))
  const outcomes = [...head.tools].map(([tool, findings]): RuleOutcome => {
    const ruleId = toolFamily(tool)
    const missing = head.notLookedAt.filter(({ of }) => of === tool).map(({ what }) => what)
    return missing.length > 0
      ? { kind: 'incomplete', ruleId, findings, notLookedAt: missing }
      : { kind: 'ran', ruleId, findings }
  })
  const unread = [...head.notLookedAt, ...(base?.notLookedAt ?? [])].filter(({ of }) => of === undefined)
  if (unread.length > 0) {
    const notLookedAt = [...new Set(unread.map(({ what }) => what))]
    outcomes.push({ kind: 'incomplete', ruleId: `${IMPORTED}/sarif`, findings: 0, notLookedAt })
  }
  const before = new Set<string>()
  for (const { reports, unchanged } of base ? [base, head] : [head]) {
    for (const [id, list] of reports) {
      const identities = fingerprints(id, list, changeSet)
      for (const [index, report] of list.entries()) {
        const was = reports === base?.reports || unchanged.has(report)
        if (was) before.add(identities[index] ?? '')
      }
    }
  }
  return {
    rules: [...head.rules.values()],
    reports: head.reports,
    outcomes: [...new Map(outcomes.map((outcome) => [outcome.ruleId, outcome])).values()],
    before,
    comparesWithBase: base !== undefined,
    notices: noticesOf(head.left),
  }
}

interface Placed {
  rules: Map<string, ImportedRule>
  reports: Map<string, Report[]>
  tools: Map<string, number>
  notLookedAt: { of?: string; what: string }[]
  /** Those that the tool's own baseline knows. */
  unchanged: Set<Report>
  /** Results that were left out: by tool and reason. */
  left: Map<string, number>
}

async function placed(
  files: readonly SarifFile[],
  snapshot: Snapshot,
  side: 'base' | 'head',
  root: string | undefined,
): Promise<Placed> {
  const answer: Placed = {
    rules: new Map(),
    reports: new Map(),
    tools: new Map(),
    notLookedAt: [],
    unchanged: new Set(),
    left: new Map(),
  }
  const tree = new Set((await snapshot.entries()).map(({ path }) => path))
  const found: { tool: string; result: SarifResult; path: string; paths: TreePaths }[] = []
  for (const { name, text, problem } of files) {
    const log = text === undefined ? undefined : readSarif(name, text)
    if (!log?.ok) {
      const line = log?.line === undefined ? '' : `:${log.line}`
      answer.notLookedAt.push({ what: `${name}${line}: ${log?.problem ?? problem ?? 'cannot be read'}` })
      continue
    }
    for (const { tool, results, notLookedAt, withoutPlace, suppressed } of log.runs) {
      leaveOut(answer, tool, 'in no file', withoutPlace)
      leaveOut(answer, tool, 'suppressed in its log', suppressed)
      answer.tools.set(tool, answer.tools.get(tool) ?? 0)
      answer.notLookedAt.push(...notLookedAt.map((what) => ({ of: tool, what: `${name}: ${what}` })))
      const paths = new TreePaths(tree, root)
      paths.learn(results.map(({ place }) => place.path))
      for (const result of results) {
        const path = paths.find(result.place.path)
        if (path === undefined) leaveOut(answer, tool, 'about files that the tree does not hold', 1)
        else found.push({ tool, result, path, paths })
      }
    }
  }
  const texts = await snapshot.readMany([...new Set(found.map(({ path }) => path))])
  const lines = new Map<string, string[]>()
  const seen = new Set<string>()
  const stale = new Set<string>()
  for (const { tool, result, path, paths } of found) {
    const rule = importedRule(tool, result.rule)
    const { message, level, related, place, unchanged } = result
    const key = JSON.stringify([rule.id, path, place.region, message])
    if (seen.size === seen.add(key).size) continue
    if (!answer.rules.has(rule.id)) answer.rules.set(rule.id, rule)
    answer.tools.set(tool, (answer.tools.get(tool) ?? 0) + 1)
    const content = texts.get(path)
    let inFile = lines.get(path)
    if (!inFile) lines.set(path, (inFile = content?.kind === 'text' ? content.text.split('\n') : []))
    const { region } = place
    if (region && inFile.length > 0 && region.startLine > inFile.length) {
      // Once a file: every line of it may have moved.
      if (stale.size === stale.add(path).size) continue
      const what = `a result is on line ${region.startLine} of ${path}, which has ${inFile.length}: the log is of another state`
      answer.notLookedAt.push({ of: tool, what })
      continue
    }
    const relatedLocations = related.flatMap((other) => {
      const at = paths.find(other.path)
      return at === undefined ? [] : [{ side, path: at, ...regionPart(other), message: other.message ?? '' }]
    })
    const report: Report = {
      location: { side, path, ...(region && { region }) },
      ...(relatedLocations.length > 0 && { relatedLocations }),
      subject: subjectOf(region, inFile, message),
      message,
      level,
      ...(rule.help !== '' && { fix: rule.help }),
    }
    const reports = answer.reports.get(rule.id)
    if (reports) reports.push(report)
    else answer.reports.set(rule.id, [report])
    if (unchanged) answer.unchanged.add(report)
  }
  for (const [id, reports] of answer.reports) answer.reports.set(id, reports.toSorted(byPlace))
  return answer
}

function leaveOut({ left }: Placed, tool: string, why: string, number: number): void {
  const key = JSON.stringify([tool, why])
  if (number > 0) left.set(key, (left.get(key) ?? 0) + number)
}

function noticesOf(left: ReadonlyMap<string, number>): Notice[] {
  return [...left].map(([key, number]) => {
    const [tool, why] = JSON.parse(key) as [string, string]
    return {
      level: 'note',
      message: `Left out of what ${tool} found: ${number} result${number === 1 ? '' : 's'}, ${why}`,
    }
  })
}

/** The lines that a result stands on, white space aside: what moves keeps its identity. */
function subjectOf(region: Region | undefined, lines: readonly string[], message: string): string {
  const text = region
    ? lines
        .slice(region.startLine - 1, Math.min(region.endLine, region.startLine + MAX_LINES - 1))
        .map((line) => line.replaceAll(/\s+/g, ''))
        .join('\n')
        .slice(0, 2_000)
    : ''
  return text === '' ? message : text
}

function regionPart({ region }: SarifPlace): { region?: Region } {
  return region ? { region } : {}
}
