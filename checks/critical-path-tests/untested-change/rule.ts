import { z } from 'zod'
import type { FileChange, Region, Report, RuleContext } from '../../../src/model/index.ts'
import { defineRule, matcher, pathOn } from '../../../src/model/index.ts'
import { globsOf, LANGUAGES, languageOf } from '../../../src/parse/code/index.ts'
import { moduleGraph, SCRIPT_GLOB } from '../../../src/parse/modules/graph.ts'
import { addsCode, runningTokens } from '../significant.ts'
import { isTestFile, isTestSupport } from '../test-files.ts'
import { conventionalTests, isNamedAfter, isTestDataFor, mentions } from '../conventions.ts'

const isScript = matcher(SCRIPT_GLOB)
/** Tried by running them, there and back, not by unit tests. */
const isMigration = matcher('**/{migrations,migrate,alembic}/**')
/** Said in the first lines of files that nobody writes by hand. */
const GENERATED = /@generated|Code generated .* DO NOT EDIT|automatically generated/i

export default defineRule({
  title: 'Critical code changed without a test that reaches it',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 8,
  files: globsOf(LANGUAGES),
  namesUnread: true,
  options: z.strictObject({}),
  async *check(context): AsyncGenerator<Report> {
    const critical = context.criticalPaths.map((path) => ({ ...path, matches: matcher(path.globs) }))
    for (const { path, unread } of context.changes) {
      if (
        unread &&
        unread !== 'symlink' &&
        unread !== 'submodule' &&
        critical.some(({ matches }) => matches(path))
      ) {
        context.incomplete(`${path}: ${unread}`)
      }
    }
    const subjects = context.changes.filter(
      ({ status, path, unread, added }) =>
        status !== 'removed' && !unread && added.length > 0 && !isTestSupport(path) && !isMigration(path),
    )
    const tests = context.changeSet.changes.filter(
      ({ status, path, added }) => status !== 'removed' && added.length > 0 && isTestSupport(path),
    )
    for (const change of subjects) {
      const where = critical.find(({ matches }) => matches(change.path))
      if (!where || !(await isSignificant(context, change))) continue
      if (await isReached(context, change, tests)) continue
      const wanted = conventionalTests(change.path)[0]
      const existing = await existingTests(context, change.path)
      yield {
        location: { side: 'head', path: change.path, region: firstLine(change) },
        relatedLocations: existing.map((path) => ({
          side: 'head',
          path,
          message: 'an existing test beside it',
        })),
        subject: change.path,
        message: `${change.path} belongs to the critical path “${where.name}” and its code changed, but no test that this change adds or edits ${isScript(change.path) ? 'reaches it' : 'is named after it or names it'}.`,
        fix: existing[0]
          ? `Add a case for the new behaviour to ${existing[0]}.`
          : `Add a test of the new behaviour, for instance in ${wanted ?? 'a test file beside it'}.`,
        ...(where.level && { level: where.level }),
      }
    }
  },
})

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
  if (tests.length === 0) return hasInlineTests(context, change)
  const conventional = new Set(conventionalTests(change.path))
  const names = tests.map(({ path }) => path)
  if (names.some((path) => conventional.has(path) || isNamedAfter(path, change.path))) return true
  if (names.some((path) => isTestDataFor(path, change.path))) return true
  if (await hasInlineTests(context, change)) return true
  if (isScript(change.path)) {
    const graph = await context.shared('module-graph:head', () =>
      moduleGraph(context.changeSet.head, context.signal),
    )
    if (!graph) {
      context.incomplete('the import graph: more than 20,000 JavaScript and TypeScript files')
      return true
    }
    for (const path of graph.notRead) context.incomplete(`the imports of ${path}`)
    const changed = names.filter(isScript)
    // A changed file of test code may be what other tests run: shared cases, a helper, a fixture.
    const runners = graph.paths.filter(isTestFile).map((path) => graph.reachedFrom(path))
    return [...changed.map((path) => graph.reachedFrom(path)), ...runners].some(
      (reached) => reached.has(change.path) && changed.some((path) => reached.has(path)),
    )
  }
  // Elsewhere a changed test that speaks of the file's own names is taken to reach it.
  const texts = await context.changeSet.head.readMany(names)
  return [...texts].some(
    ([path, content]) =>
      languageOf(path) === languageOf(change.path) &&
      content.kind === 'text' &&
      mentions(content.text, change.path, path),
  )
}

/** Rust keeps unit tests in the file itself: changed together with the code they count as changed tests. */
async function hasInlineTests({ changeSet }: RuleContext, change: FileChange): Promise<boolean> {
  if (languageOf(change.path) !== 'rust') return false
  const content = await changeSet.head.read(change.path)
  if (content.kind !== 'text') return false
  const at = content.text.indexOf('#[cfg(test)]')
  if (at < 0) return false
  const line = content.text.slice(0, at).split('\n').length
  return change.added.some(({ end }) => end >= line)
}

async function existingTests({ changeSet }: RuleContext, path: string): Promise<string[]> {
  const known = new Set((await changeSet.head.entries()).map((entry) => entry.path))
  return conventionalTests(path)
    .filter((candidate) => known.has(candidate))
    .slice(0, 2)
}

function firstLine(change: FileChange): Region {
  const line = change.added[0]?.start ?? 1
  return { startLine: line, endLine: line }
}
