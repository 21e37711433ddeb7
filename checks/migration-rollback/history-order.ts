import type { Adapter, Place, Step } from '../../src/parse/migrations/index.ts'
import { baseName, compareVersions } from '../../src/parse/migrations/index.ts'

/** A migration where it stands in its history. */
export interface HistoryStep {
  place: Place
  step: Step
}

/** Frameworks that sort by the whole name of the file or folder, letter by letter. */
const BY_NAME = new Set(
  'atlas db-migrate dbmate doctrine drizzle ef-core knex kysely laravel mikro-orm prisma sea-orm sequelize'.split(
    ' ',
  ),
)

/**
 * The history that a migration is part of. Folders that one framework reads together are one: years below Alembic's
 * `versions`, `post_migrate` beside `migrate`.
 */
export function historySet({ framework }: Adapter, { set }: Place): string {
  if (framework === 'alembic') return /^(?:.*\/)?versions(?=\/)/.exec(set)?.[0] ?? set
  if (framework === 'rails') return set.replace(/(?:^|(?<=\/))post_migrate$/, 'migrate')
  return set
}

/**
 * Puts migrations into the order in which their framework runs them.
 * @param plan names in their order, of frameworks that keep such a list (sqitch)
 */
export function inOrder(
  adapter: Adapter,
  steps: readonly HistoryStep[],
  plan?: readonly string[],
): { steps: HistoryStep[]; heads: string[] } {
  const sorted = steps.toSorted((a, b) => compareSteps(adapter, a, b))
  if (plan) {
    const at = new Map(plan.map((name, index) => [name, index]))
    const rank = ({ place }: HistoryStep): number => at.get(place.name) ?? Number.POSITIVE_INFINITY
    return { steps: sorted.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b))), heads: [] }
  }
  if (sorted.some(({ step }) => step.after !== undefined)) return byLinks(sorted)
  return { steps: sorted, heads: [] }
}

function compareSteps(adapter: Adapter, a: HistoryStep, b: HistoryStep): number {
  // Several of one file stay as they stand in it.
  if (adapter.readAll) return a.step.path === b.step.path ? 0 : a.step.path < b.step.path ? -1 : 1
  const [left, right] = [nameOf(a), nameOf(b)]
  const named = left === right ? 0 : left < right ? -1 : 1
  if (BY_NAME.has(adapter.framework)) return named
  const [x, y] = [a.place.version, b.place.version]
  // Diesel's are text once their dashes are out.
  if (adapter.framework === 'diesel' && x !== undefined && y !== undefined && x !== y) return x < y ? -1 : 1
  if (x !== undefined && y !== undefined) return compareVersions(x, y) || named
  // refinery's unversioned ones, whatever they are, come where their number says.
  return compareVersions(numbersOf(left), numbersOf(right)) || named
}

/** Name of the file, or of the folder where files in it are called `up.sql` or `migration.sql`. */
function nameOf({ place, step }: HistoryStep): string {
  return baseName(/\/(?:up|migration)\.sql$/.test(step.path) ? place.key : step.path)
}

function numbersOf(name: string): string {
  return /\d[\d._-]*/.exec(name)?.[0] ?? ''
}

/**
 * What others come after goes first; of migrations that may run at once, the first by name. Links that lead out of the
 * set (other apps, squashed migrations) do not count, and neither does what would close a circle.
 */
function byLinks(sorted: readonly HistoryStep[]): { steps: HistoryStep[]; heads: string[] } {
  const byVersion = new Map(
    sorted.flatMap((one) => (one.step.version === undefined ? [] : [[one.step.version, one]])),
  )
  const followed = new Set<string>()
  const waiting = new Map<HistoryStep, number>()
  const followers = new Map<HistoryStep, HistoryStep[]>()
  for (const one of sorted) {
    const before = new Set((one.step.after ?? []).flatMap((version) => byVersion.get(version) ?? []))
    waiting.set(one, before.size)
    for (const earlier of before) {
      followed.add(earlier.step.version ?? '')
      const known = followers.get(earlier)
      if (known) known.push(one)
      else followers.set(earlier, [one])
    }
  }
  const steps: HistoryStep[] = []
  const done = new Set<HistoryStep>()
  const run = (first: HistoryStep): void => {
    // A branch is followed to its end, as both frameworks do: what came later in time mostly comes later here.
    const stack = [first]
    for (let one = stack.pop(); one; one = stack.pop()) {
      if (done.has(one)) continue
      done.add(one)
      steps.push(one)
      for (const next of (followers.get(one) ?? []).toReversed()) {
        const left = (waiting.get(next) ?? 1) - 1
        waiting.set(next, left)
        if (left <= 0) stack.push(next)
      }
    }
  }
  for (const one of sorted) if ((waiting.get(one) ?? 0) === 0) run(one)
  for (const one of sorted) if (!done.has(one)) run(one)
  // Without any link (an app that Django knows by another label) nothing is known of heads.
  const heads = [...byVersion.keys()].filter((version) => followed.size > 0 && !followed.has(version))
  return { steps, heads }
}
