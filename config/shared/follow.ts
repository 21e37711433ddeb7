import type { z } from 'zod'
import type { ConfigProblem, RuleDescriptor } from '../types.ts'
import { completeConfig, readConfig, sharedEntries } from '../file/parse.ts'
import { recordLines } from './document.ts'
import { describeReference, identity, isCommit, toReference } from './reference.ts'
import type {
  KeptDocument,
  RepositoryName,
  SharedDocument,
  SharedOutcome,
  SharedOutcomes,
  SharedSource,
} from './types.ts'

/** Levels of `extends` over other repositories. */
const MAX_LEVELS = 2
/** Shared configurations read for one file, over all levels. */
const MAX_SHARED = 10

interface Context {
  source: SharedSource
  rules: readonly RuleDescriptor[]
  customRule?: z.ZodType | undefined
  now: Date
  left: { count: number }
  /** The entry of the repository's own file. */
  root: string
}

/**
 * Reads what the entries of `extends` stand for. Where one cannot be read or is not valid, its last good version
 * stands in and a warning says so; without one it is broken.
 * @param path of the file that extends, for cycles.
 * @throws what `SharedSource.read` calls transient, where nothing stands in.
 */
export async function followExtends(
  entries: readonly string[],
  path: string,
  { source, rules, customRule, now }: Omit<Context, 'left' | 'root'>,
): Promise<SharedOutcomes> {
  const left = { count: MAX_SHARED }
  const outcomes = new Map<string, SharedOutcome>()
  const from = source.repository
  const chain = from ? [identity({ ...from, path })] : []
  // One after the other: there are few, and the bound counts them.
  for (const entry of new Set(entries)) {
    const { error, ...outcome } = await follow(entry, from, chain, 1, {
      source,
      rules,
      customRule,
      now,
      left,
      root: entry,
    })
    if (outcome.kind === 'followed') {
      const kept = await source.keep?.(entry, outcome.document)
      const moved = kept && movedWords(entry, kept)
      outcomes.set(entry, moved ? { ...outcome, warnings: [...outcome.warnings, moved] } : outcome)
      continue
    }
    const kept = outcome.kind === 'broken' ? await source.lastGood?.(entry) : undefined
    if (kept && outcome.kind === 'broken') {
      outcomes.set(entry, {
        kind: 'followed',
        document: kept.document,
        warnings: [lastGoodWords(outcome, kept)],
      })
      continue
    }
    if (error) throw error
    outcomes.set(entry, outcome)
  }
  return outcomes
}

type Tried = SharedOutcome & { error?: Error }

async function follow(
  entry: string,
  from: RepositoryName | undefined,
  chain: readonly string[],
  level: number,
  context: Context,
): Promise<Tried> {
  const reference = toReference(entry, from)
  if (!reference) {
    return broken(`${entry} cannot be followed: whose organisation is meant is not known`, {
      hint: 'the repository has no remote that tells it',
    })
  }
  const self = identity(reference)
  const before = chain.indexOf(self)
  if (before >= 0) return broken(`${entry} goes in a circle: ${[...chain.slice(before), self].join(' → ')}`)
  if (level > MAX_LEVELS) {
    return broken(`${entry} would be level ${level} of what is extended: ${MAX_LEVELS} levels are followed`)
  }
  if (context.left.count-- <= 0) return broken(`${entry} is one too many: at most ${MAX_SHARED} are followed`)
  const read = await context.source.read(reference, context.root)
  if (read.kind === 'not-asked') return { kind: 'not-followed', why: read.why }
  if (read.kind === 'missing') {
    return { ...broken(`${entry} cannot be read: ${read.why}`), ...(read.error && { error: read.error }) }
  }
  const what = describeReference(reference, read.sha)
  const inside = (problems: readonly ConfigProblem[]): SharedOutcome =>
    broken(
      `${entry} is not valid: ${what} has ${problems.length} mistake${problems.length === 1 ? '' : 's'}`,
      {
        // Messages quote the file: who may name a private repository may not therefore read it.
        problems: (read.isPrivate ? problems.map(withoutWords) : problems).map((problem) => ({
          ...problem,
          elsewhere: true as const,
        })),
      },
    )
  const { rules, customRule, now } = context
  const opened = readConfig(read.text, { path: what, rules, customRule })
  if (!opened.ok) return inside(opened.problems)
  const below = new Map<string, SharedOutcome>()
  for (const next of sharedEntries(opened.file)) {
    const { error, ...outcome } = await follow(next, reference, [...chain, self], level + 1, context)
    if (error) return { ...broken(`${entry} cannot be followed: its ${next} cannot be read`), error }
    below.set(next, outcome)
  }
  const lines: Record<string, number> = {}
  const file = { ...opened.file, lineOf: recordLines(opened.file.lineOf, lines) }
  const complete = completeConfig(file, { rules, now, shared: below })
  if (!complete.ok) return inside(complete.problems)
  const nested = [...below].flatMap(([name, outcome]) =>
    outcome.kind === 'followed' ? [[name, outcome.document] as const] : [],
  )
  const { settings } = opened.file
  const document: SharedDocument = {
    what,
    sha: read.sha,
    settings,
    lines,
    extends: Object.fromEntries(nested),
  }
  return { kind: 'followed', document, warnings: read.remark === undefined ? [] : [read.remark] }
}

function broken(
  message: string,
  more: { hint?: string; problems?: ConfigProblem[] } = {},
): Extract<SharedOutcome, { kind: 'broken' }> {
  return { kind: 'broken', message, problems: [], ...more }
}

function withoutWords({ path, line, column }: ConfigProblem): ConfigProblem {
  return { path, line, column, message: 'not valid (said to those who can read that repository)' }
}

function lastGoodWords(
  { message, problems }: { message: string; problems: ConfigProblem[] },
  kept: KeptDocument,
): string {
  const [first] = problems
  const where = first ? `, the first at line ${first.line}` : ''
  const version = `${kept.document.what}, last seen valid on ${kept.at.toISOString().slice(0, 10)}`
  return `${message}${where}. Its last good version stays in force: ${version}`
}

/** A tag that was moved stands for another text under the same name. */
function movedWords(entry: string, { document, moved }: KeptDocument): string | undefined {
  const ref = entry.includes('@') ? entry.slice(entry.lastIndexOf('@') + 1) : undefined
  if (!moved || ref === undefined || isCommit(ref)) return undefined
  const [from, to] = [moved.from.slice(0, 10), document.sha.slice(0, 10)]
  return `${entry}: the tag was moved from ${from} to ${to} (seen on ${moved.at.toISOString().slice(0, 10)}); a full commit id cannot move`
}
