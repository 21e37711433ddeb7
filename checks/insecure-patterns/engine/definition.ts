import { z } from 'zod'
import {
  changesLines,
  defineRule,
  type FileChange,
  matcher,
  pathOn,
  type Region,
  type Report,
  type RuleContext,
  type RuleDefinition,
  type Side,
  type Snapshot,
  UserError,
} from '../../../src/model/index.ts'
import { globsOf, LANGUAGES } from '../../../src/parse/code/index.ts'
import { analyse, type FileAnalysis, type FileMatch, type RuleData, ruleLanguage } from './analyse.ts'
import type { RuleLanguage } from './ir.ts'
import type { Knowledge } from './knowledge.ts'
import type { Project } from './project.ts'
import { speaksOf } from './ir.ts'
import { ruleData } from './schema.ts'

/** Other people's code, and what a tool wrote: a pull request brings it along, but its author did not write it. */
const FOREIGN_GLOBS = ['**/{node_modules,bower_components,vendor,third_party}/**', '**/*.min.{js,cjs,mjs}']

/** Where insecure code is often meant: it shows an attack, or never meets one. */
export const TEST_GLOBS = [
  '**/{test,tests,__tests__,spec,specs,e2e,testdata,fixtures,__fixtures__,mocks,__mocks__,testing,testhelpers,testutil,testutils,test_utils,test-utils}/**',
  '**/src/{test,testFixtures,*Test,*Tests}/**',
  '**/{integration,smoke,system,functional}-{test,tests}/**',
  '**/*.{test,spec}.*',
  '**/*_test.{go,py,rb}',
  '**/*_spec.rb',
  '**/testing_support/**',
  '**/config/environments/{test,development}.rb',
  '**/test_*.py',
  '**/conftest.py',
  '**/*{Test,Tests,IT}.{java,kt}',
  '**/{androidTest,commonTest,jvmTest,integrationTest}/**',
  '**/{bench,benches,benchmark,benchmarks,*-benchmarks,jmh}/**',
  '**/{example,examples,doc,docs,demo,demos,sample,samples}/**',
]

/** What they are given comes from whoever builds the project. */
const BUILD_GLOBS = [
  '**/{Gruntfile,gulpfile,noxfile,fabfile}.{js,cjs,mjs,ts,py}',
  '**/db/{migrate,post_migrate,seeds}/**',
  '**/db/seeds.rb',
  '**/*.rake',
]

/** Options of every rule of this family. */
export const patternOptions = z.strictObject({
  exclude: z
    .array(z.string())
    .default([...TEST_GLOBS, ...FOREIGN_GLOBS, ...BUILD_GLOBS])
    .describe('Paths that are not looked at.'),
})

/** Rules that share one look at a file. */
export interface RuleGroup {
  /** Tells its analyses from those of other groups in one review. */
  name: string
  rules: Map<string, RuleData>
  /** What is known of a language, where it is not what `knowledge/` says. */
  knowledge?: (language: RuleLanguage) => Knowledge
}

/** Every rule made from data, so that a file is read once for all of them. */
const own: RuleGroup = { name: 'own', rules: new Map() }

/** Those for audits, which ask about far more: files are read for them only where one is turned on. */
const audits: RuleGroup = { name: 'audits', rules: new Map() }

/**
 * Turns the data of a `rule.yml` into a rule.
 * @throws UserError naming the rule and each mistake in it.
 */
export function fromData(data: unknown, id: string): RuleDefinition {
  const parsed = ruleData.safeParse(data)
  if (!parsed.success) throw new UserError(`${id}: ${z.prettifyError(parsed.error)}`)
  return patternRule(parsed.data, id, parsed.data['audit-of'] ? audits : own)
}

/** The rule of a `rule.yml` that was read, as one of a group. */
export function patternRule(data: RuleData, id: string, group: RuleGroup): RuleDefinition {
  const { find, title, level, confidence, status, module, cwe } = data
  group.rules.set(id, data)
  const languages = new Set(find.flatMap((finder) => finder.languages))
  const grammars = LANGUAGES.filter((language) => {
    const ours = ruleLanguage(`x.${globsOf([language])[0]?.slice(5) ?? ''}`)
    return ours !== undefined && speaksOf([...languages], ours)
  })
  return defineRule({
    title,
    level,
    confidence,
    status,
    module,
    cwe,
    files: globsOf(grammars),
    options: patternOptions,
    check: (context) => reports(context, id, group),
  })
}

async function* reports(
  context: RuleContext<z.output<typeof patternOptions>>,
  id: string,
  group: RuleGroup,
): AsyncGenerator<Report, void> {
  for (const change of context.changes) {
    if (context.signal.aborted) return
    if (change.status === 'removed' || change.hunks.length === 0) continue
    if (matcher(context.optionsFor(change.path).exclude)(change.path)) continue
    const analysis = await analysisOf(context, 'head', change.path, group)
    if (analysis.notLookedAt !== undefined) context.incomplete(`${change.path}: ${analysis.notLookedAt}`)
    const found = await unlessSaidBetter(
      analysis.matches.get(id) ?? [],
      context,
      change.path,
      group.rules.get(id),
    )
    if (found.length === 0) continue
    const before = pathOn(change, 'base')
    const base = before === undefined ? undefined : await analysisOf(context, 'base', before, group)
    const fresh = base?.notLookedAt === undefined ? newFlows(found, base?.matches.get(id) ?? []) : found
    for (const match of fresh) {
      const report = newReport(match, change)
      if (report) yield report
    }
  }
}

/** An audit's matches on lines of which no rule that it is for speaks. */
async function unlessSaidBetter(
  found: FileMatch[],
  context: RuleContext,
  path: string,
  rule: RuleData | undefined,
): Promise<FileMatch[]> {
  const better = rule?.['audit-of']
  if (!better || found.length === 0) return found
  const { matches } = await analysisOf(context, 'head', path, own)
  const lines = new Set(
    better
      .flatMap((name) => matches.get(`insecure-patterns/${name}`) ?? [])
      .map(({ region }) => region.startLine),
  )
  return found.filter(({ region }) => !lines.has(region.startLine))
}

function analysisOf(
  context: RuleContext,
  side: Side,
  path: string,
  { name, rules, knowledge }: RuleGroup,
): Promise<FileAnalysis> {
  return context.shared(`insecure-patterns ${name} ${side} ${path}`, async () => {
    const content = await context.changeSet[side].read(path)
    if (content.kind === 'unread')
      return { matches: new Map(), notLookedAt: content.detail ?? content.reason }
    const project = await context.shared(`insecure-patterns project ${name} ${side}`, async () => ({
      ...(await projectOf(context.changeSet[side])),
      ...(knowledge && { knowledge }),
    }))
    return analyse(path, content.text, rules, project)
  })
}

/** What the base does not hold already: the same use of the same source, wherever it stood. */
function newFlows(head: readonly FileMatch[], base: readonly FileMatch[]): FileMatch[] {
  const known = new Map<string, number>()
  const keyOf = (match: FileMatch): string => `${match.subject} ${match.source ?? ''}`
  for (const match of base) known.set(keyOf(match), (known.get(keyOf(match)) ?? 0) + 1)
  return head.filter((match) => {
    const left = known.get(keyOf(match)) ?? 0
    known.set(keyOf(match), left - 1)
    return left <= 0
  })
}

async function projectOf(snapshot: Snapshot): Promise<Project> {
  const entries = await snapshot.entries()
  return {
    paths: new Set(entries.map((entry) => entry.path)),
    read: async (path) => {
      const content = await snapshot.read(path)
      return content.kind === 'unread' ? undefined : content.text
    },
  }
}

/**
 * A match is the change's own when it added the place, or a step that leads there (then that step is shown), or when it
 * took away what made the value harmless on its way: then what it took away is shown.
 */
function newReport(match: FileMatch, change: FileChange): Report | undefined {
  const at = (region: Region, path = change.path): Report['location'] => ({ side: 'head', path, region })
  const isNew = (region: Region): boolean => changesLines(change, 'head', region)
  const { region, subject, message, fix, level, suggestion } = match
  const common = { subject, message, ...(fix !== undefined && { fix }), ...(level && { level }) }
  const steps = match.steps.map((step) => ({ ...at(step.region, step.path), message: step.message }))
  if (isNew(region)) {
    return {
      location: at(region),
      ...(steps.length > 0 && { relatedLocations: steps }),
      ...common,
      ...(suggestion && { suggestion: { path: change.path, ...suggestion } }),
    }
  }
  const use = { ...at(region), message: 'It is used here' }
  const newStep = match.steps.find((step) => step.path === undefined && isNew(step.region))
  if (newStep) return { location: at(newStep.region), relatedLocations: [use], ...common }
  const removed = removedWithin(match, change)
  return removed && { location: removed, relatedLocations: [...steps, use], ...common }
}

/** Where the change took something out of the function of a flow, between its source and its use. */
function removedWithin(match: FileMatch, change: FileChange): Report['location'] | undefined {
  const path = pathOn(change, 'base')
  const { within, source, region } = match
  if (path === undefined || source === undefined) return undefined
  for (const hunk of change.hunks) {
    let gone = 0
    for (const range of change.removed) {
      if (range.start < hunk.base.start || range.end > hunk.base.end) continue
      const head = hunk.head.start + range.start - hunk.base.start - gone
      gone += range.end - range.start + 1
      if (head < within.startLine || head > region.startLine + 1) continue
      return { side: 'base', path, region: { startLine: range.start, endLine: range.end } }
    }
  }
  return undefined
}
