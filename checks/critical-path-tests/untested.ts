import type { CriticalPath, FileChange, Region, Report, RuleContext } from '../../src/model/index.ts'
import { pathOn } from '../../src/model/index.ts'
import { languageOf } from '../../src/parse/code/index.ts'
import type { CodeBranch } from '../../src/parse/code/functions/index.ts'
import { type ChangedFunction, changedFunctions } from './changed-functions.ts'
import { conventionalTests, isNamedAfter, isTestDataFor, mentions } from './conventions.ts'
import { type CoverageEvidence, coverageEvidence } from './coverage-evidence.ts'
import { functionCoverage, linesInWords } from './covered-lines.ts'
import { type CriticalPlaces, criticalPlaces } from './critical-places.ts'
import { type Evidence, ecosystemOf, testEvidence } from './evidence.ts'
import { changedCode } from './production.ts'
import { addsCode, runningTokens } from './significant.ts'
import { isTestSupport } from './test-files.ts'

/** Said in the first lines of files that nobody writes by hand. */
const GENERATED = /@generated|<auto-?generated|Code generated .* DO NOT EDIT|automatically generated/i

/** Critical code of this change that asks for a test, and what is said of it. */
export interface Untested {
  report: Report
  changed?: ChangedFunction
  /** The test file to extend, where one is known. */
  target?: string
}

/** Critical code that this change wrote and no test of it reaches; found once for all rules. */
export function untestedChanges(context: RuleContext): Promise<Untested[]> {
  return context.shared('untested-changes', async () => {
    if (context.criticalPaths.length === 0) return []
    const places = await criticalPlaces(context)
    const found: Untested[] = []
    for await (const one of untested(context, places)) found.push(one)
    return found
  })
}

async function* untested(context: RuleContext, places: CriticalPlaces): AsyncGenerator<Untested> {
  const tests = context.changeSet.changes.filter(
    ({ status, path, added }) => status !== 'removed' && added.length > 0 && isTestSupport(path),
  )
  for (const change of changedCode(context)) {
    const where = places.ofFile(change.path)
    if (!where && !places.bySymbol) continue
    if (ecosystemOf(change.path)) yield* unreachedFunctions(context, change, places)
    else if (await isReached(context, change, tests)) continue
    else if (!where) yield* unreachedSymbols(context, change, places)
    else if (await isSignificant(context, change))
      yield { report: await unreachedFile(context, change, where) }
  }
}

/** Critical functions of a language whose tests are not followed to functions, and no test is near their file. */
async function* unreachedSymbols(
  context: RuleContext,
  change: FileChange,
  places: CriticalPlaces,
): AsyncGenerator<Untested> {
  for (const changed of await changedFunctions(context, change)) {
    const where = places.of({ ...changed, path: change.path })
    if (where) yield { report: await unreachedFile(context, change, where, changed), changed }
  }
}

/** New functions and branches that no test of this change reaches; of `must-change`, all that was changed. */
async function* unreachedFunctions(
  context: RuleContext,
  change: FileChange,
  places: CriticalPlaces,
): AsyncGenerator<Untested> {
  const ecosystem = ecosystemOf(change.path)
  const evidence = ecosystem && (await testEvidence(context, ecosystem))
  if (!evidence) return
  const coverage = await coverageEvidence(context)
  for (const changed of await changedFunctions(context, change)) {
    const where = places.of({ ...changed, path: change.path })
    if (!where) continue
    const [branch] = changed.newBranches
    const found = evidence.of(changed)
    if (!found || found.kind === 'changed-test') continue
    // Whoever changes what no test reaches has nothing that tells them whether it still works.
    const speaks = changed.isNew || branch || found.kind === 'none' || where.tests === 'must-change'
    if (!speaks) continue
    const ran = await whatRan(coverage, changed)
    // It ran, every way of it: whoever asks for no more is content.
    if (ran?.ran && coverage?.distrust === undefined && where.tests !== 'must-change') continue
    const line = changed.isNew || !branch ? changed.line : branch.region.startLine
    const how = changed.isNew ? 'is new' : branch ? `has a new branch (${inWords(branch)})` : 'was changed'
    const existing = await existingTests(context, change.path)
    const target = found.kind === 'named' ? found.way[0] : existing[0]
    const report: Report = {
      location: { side: 'head', path: change.path, region: { startLine: line, endLine: line } },
      subject: `${changed.shown} ${changed.isNew ? '' : (branch?.condition ?? '')}`,
      message: `${sentenceCase(changed.shown)} ${how} on the critical path “${where.name}”, and no test ${saying(found)}${inCoverage(ran)}.`,
      fix: target
        ? `Add a case for it to ${target}.`
        : `Add a test of it, for instance in ${conventionalTests(change.path)[0] ?? 'a test file beside it'}.`,
      ...(where.level && { level: where.level }),
    }
    yield { report, changed, ...(target !== undefined && { target }) }
  }
}

async function whatRan(
  coverage: CoverageEvidence | undefined,
  changed: ChangedFunction,
): Promise<ReturnType<typeof functionCoverage> | undefined> {
  const found = await coverage?.of(changed.change)
  return found && functionCoverage(changed, found)
}

function inCoverage(ran: ReturnType<typeof functionCoverage> | undefined): string {
  if (!ran || ran.uncovered.length === 0) return ''
  const { uncovered } = ran
  return `; line${uncovered.length === 1 ? '' : 's'} ${linesInWords(uncovered)} never ran, as coverage shows`
}

function saying(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'named':
      return `that this change adds or edits reaches it; ${evidence.way[0] ?? ''} names it and was not changed`
    case 'none':
      return 'of this repository reaches it'
    default:
      return `that this change adds or edits reaches it; older ones do (${wayInWords(evidence.way)})`
  }
}

/** Where it begins and where it ends: the end is what makes it believable. */
function wayInWords(way: readonly string[]): string {
  const shown = way.length > 4 ? [...way.slice(0, 2), '…', ...way.slice(-2)] : way
  return shown.join(' → ')
}

/** Names stay as they are written. */
function sentenceCase(shown: string): string {
  return shown.startsWith('the code ') ? `T${shown.slice(1)}` : shown
}

function inWords(branch: CodeBranch): string {
  const { condition } = branch
  const short = condition.length > 60 ? `${condition.slice(0, 60)}…` : condition
  return branch.kind === 'handler' ? 'an error is caught' : branch.kind === 'case' ? `case ${short}` : short
}

async function unreachedFile(
  context: RuleContext,
  change: FileChange,
  where: CriticalPath,
  changed?: ChangedFunction,
): Promise<Report> {
  const wanted = conventionalTests(change.path)[0]
  const existing = await existingTests(context, change.path)
  return {
    location: { side: 'head', path: change.path, region: firstLine(change, changed) },
    relatedLocations: existing.map((path) => ({ side: 'head', path, message: 'an existing test beside it' })),
    subject: changed?.shown ?? change.path,
    message: `${changed?.shown ?? change.path} belongs to the critical path “${where.name}” and its code changed, but no test that this change adds or edits is named after it or names it.`,
    fix: existing[0]
      ? `Add a case for the new behaviour to ${existing[0]}.`
      : `Add a test of the new behaviour, for instance in ${wanted ?? 'a test file beside it'}.`,
    ...(where.level && { level: where.level }),
  }
}

async function isSignificant({ changeSet }: RuleContext, change: FileChange): Promise<boolean> {
  const language = languageOf(change.path)
  const head = await changeSet.head.read(change.path)
  if (!language || head.kind !== 'text' || GENERATED.test(head.text.slice(0, 1000))) return false
  const after = await runningTokens(head.text, language)
  if (!after) return true
  const basePath = pathOn(change, 'base')
  const base = basePath === undefined ? undefined : await changeSet.base.read(basePath)
  const before = base?.kind === 'text' ? await runningTokens(base.text, language) : []
  return !before || addsCode(before, after)
}

async function isReached(
  context: RuleContext,
  change: FileChange,
  tests: readonly FileChange[],
): Promise<boolean> {
  if (tests.length === 0) return false
  const conventional = new Set(conventionalTests(change.path))
  const names = tests.map(({ path }) => path)
  if (names.some((path) => conventional.has(path) || isNamedAfter(path, change.path))) return true
  if (names.some((path) => isTestDataFor(path, change.path))) return true
  // A changed test that speaks of the file's own names is taken to reach it.
  const texts = await context.changeSet.head.readMany(names)
  return [...texts].some(
    ([path, content]) =>
      languageOf(path) === languageOf(change.path) &&
      content.kind === 'text' &&
      mentions(content.text, change.path),
  )
}

async function existingTests({ changeSet }: RuleContext, path: string): Promise<string[]> {
  const known = new Set((await changeSet.head.entries()).map((entry) => entry.path))
  return conventionalTests(path)
    .filter((candidate) => known.has(candidate))
    .slice(0, 2)
}

function firstLine(change: FileChange, changed?: ChangedFunction): Region {
  const line = changed?.line ?? change.added[0]?.start ?? 1
  return { startLine: line, endLine: line }
}
