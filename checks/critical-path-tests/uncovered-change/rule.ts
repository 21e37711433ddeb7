import { z } from 'zod'
import type { CriticalPath, FileChange, Report, RuleContext } from '../../../src/model/index.ts'
import { defineRule } from '../../../src/model/index.ts'
import { globsOf, LANGUAGES } from '../../../src/parse/code/index.ts'
import { type ChangedFunction, changedFunctions } from '../changed-functions.ts'
import { coverageEvidence } from '../coverage-evidence.ts'
import { changedShares, functionCoverage, linesInWords, type Shares } from '../covered-lines.ts'
import { type CriticalPlaces, criticalPlaces } from '../critical-places.ts'
import { changedCode, isProduct } from '../production.ts'
import { untestedChanges } from '../untested.ts'

/** Comments of one pull request: after them, the rest is told in the last one. */
const MOST = 5

export default defineRule({
  title: 'Changed lines that no test ran',
  level: 'note',
  confidence: 'high',
  status: 'stable',
  module: 8,
  files: globsOf(LANGUAGES),
  namesUnread: true,
  readsCoverage: true,
  options: z.strictObject({}),
  async *check(context): AsyncGenerator<Report> {
    const places = await criticalPlaces(context)
    const evidence = await coverageEvidence(context)
    if (!evidence) {
      sayMissing(context, places)
      return
    }
    if (evidence.distrust !== undefined)
      context.remark({
        message: `Coverage may add findings and clears none: ${evidence.distrust}`,
      })
    // One comment a function: what asks for a test of it says that it did not run, too.
    const told = new Set((await untestedChanges(context)).map(({ changed }) => changed && keyOf(changed)))
    const found: Report[] = []
    const sums = new Map<CriticalPath, Sum>()
    for (const change of changedCode(context)) {
      const where = places.ofFile(change.path)
      if (!where && !isProduct(change.path)) continue
      const coverage = await evidence.of(change)
      if (!coverage) {
        if (where) sayAbsent(context, change, where, evidence.isStale(change.path))
        continue
      }
      // What a missing part of the reports may have run is not said to have never run.
      if (evidence.partial) continue
      const changedHere = await changedFunctions(context, change)
      if (where) {
        add(sums, where, change, changedShares(change, coverage.head))
        const branches = changedHere.some(({ newBranches }) => newBranches.length > 0)
        if (where.minimumCoverage?.branches !== undefined && branches && coverage.head.branches.size === 0)
          context.incomplete(
            `${change.path}, on the critical path “${where.name}”: the coverage report has no branches, and a minimum of them is asked for`,
          )
      }
      for (const changed of changedHere) {
        const { uncovered, partial } = functionCoverage(changed, coverage)
        if (uncovered.length + partial.length === 0 || told.has(keyOf(changed))) continue
        const critical = places.of({ ...changed, path: change.path })
        found.push(uncoveredReport(changed, uncovered, partial, critical))
      }
    }
    // The largest gap first.
    found.sort((a, b) => (b.reach ?? 0) - (a.reach ?? 0))
    for (const [index, report] of found.entries()) {
      if (index === MOST) break
      const left = index === MOST - 1 ? found.length - MOST : 0
      const more = left === 1 ? 'One more function is' : `${left} more functions are`
      yield left > 0 ? { ...report, message: `${report.message} ${more} alike.` } : report
    }
    if (evidence.partial) sayMissing(context, places, 'a part of the coverage could not be read')
    for (const [critical, sum] of sums) {
      const below = [...belowMinimum(critical, sum)]
      yield* below
      // What clears nothing clears no minimum either.
      if (critical.minimumCoverage && below.length === 0 && evidence.distrust !== undefined)
        context.incomplete(
          `minimum coverage of the critical path “${critical.name}”: the coverage is not trusted, ${evidence.distrust}`,
        )
    }
  },
})

function keyOf({ change, shown }: ChangedFunction): string {
  return `${change.path} ${shown}`
}

function uncoveredReport(
  { change, shown }: ChangedFunction,
  uncovered: readonly number[],
  partial: readonly number[],
  critical: CriticalPath | undefined,
): Report {
  const line = Math.min(...uncovered, ...partial)
  const parts = [
    ...(uncovered.length > 0
      ? [`line${uncovered.length === 1 ? '' : 's'} ${linesInWords(uncovered)} never ran`]
      : []),
    ...(partial.length > 0 ? [`a way out of line ${linesInWords(partial)} was never taken`] : []),
  ]
  const where = critical ? ` on the critical path “${critical.name}”` : ''
  return {
    location: { side: 'head', path: change.path, region: { startLine: line, endLine: line } },
    subject: shown,
    message: `The tests ran, and of ${shown}${where} ${parts.join(', and ')}, as coverage shows.`,
    fix: 'Add a test that goes there; what cannot happen is better taken out.',
    ...(critical && { level: critical.level ?? 'warning' }),
    reach: uncovered.length + partial.length,
  }
}

interface Sum {
  shares: Shares
  /** The change with the most lines that did not run. */
  worst: FileChange
  missing: number
}

function add(
  sums: Map<CriticalPath, Sum>,
  critical: CriticalPath,
  change: FileChange,
  { lines, branches }: Shares,
): void {
  const missing = lines.total - lines.covered + branches.total - branches.covered
  const sum = sums.get(critical)
  if (!sum) {
    sums.set(critical, { shares: { lines, branches }, worst: change, missing })
    return
  }
  for (const [mine, more] of [
    [sum.shares.lines, lines],
    [sum.shares.branches, branches],
  ] as const) {
    mine.covered += more.covered
    mine.total += more.total
  }
  if (missing > sum.missing) Object.assign(sum, { worst: change, missing })
}

function* belowMinimum(critical: CriticalPath, { shares, worst }: Sum): Generator<Report> {
  for (const kind of ['lines', 'branches'] as const) {
    const asked = critical.minimumCoverage?.[kind]
    const { covered, total } = shares[kind]
    if (asked === undefined || total === 0 || (100 * covered) / total >= asked) continue
    const line = worst.added[0]?.start ?? 1
    yield {
      location: { side: 'head', path: worst.path, region: { startLine: line, endLine: line } },
      subject: `${critical.name} ${kind}`,
      message: `${covered} of ${total} changed ${kind} of the critical path “${critical.name}” are covered, ${Math.floor((1000 * covered) / total) / 10} %: ${asked} % are asked for.`,
      fix: 'Add tests of what did not run; most of it stands in this file.',
      level: critical.level ?? 'warning',
    }
  }
}

/** A minimum that was not compared with anything is never passed. */
function sayMissing(context: RuleContext, places: CriticalPlaces, why = 'no coverage was handed over'): void {
  for (const critical of context.criticalPaths) {
    if (!critical.minimumCoverage) continue
    const changes = changedCode(context).some(({ path }) => places.ofFile(path) === critical)
    if (changes) context.incomplete(`minimum coverage of the critical path “${critical.name}”: ${why}`)
  }
}

function sayAbsent(
  context: RuleContext,
  { path }: FileChange,
  critical: CriticalPath,
  isStale: boolean,
): void {
  const where = isStale
    ? 'its text was another where the tests ran, for the base branch has changed it; update the branch'
    : 'in no coverage report'
  if (critical.minimumCoverage)
    context.incomplete(`${path}, on the critical path “${critical.name}”: ${where}`)
  else if (isStale) context.remark({ message: `Coverage of ${path} is not used: ${where}` })
  else
    context.remark({
      message: `${path} is on the critical path “${critical.name}” and in no coverage report: whether it ran is not known`,
    })
}
