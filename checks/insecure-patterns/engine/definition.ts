import { z } from 'zod'
import {
  changesLines,
  defineRule,
  type FileChange,
  matcher,
  type Region,
  type Report,
  type RuleContext,
  type RuleDefinition,
  type Snapshot,
  UserError,
} from '../../../src/model/index.ts'
import { globsOf, LANGUAGES } from '../../../src/parse/code/index.ts'
import { analyse, type FileAnalysis, type FileMatch, type RuleData, ruleLanguage } from './analyse.ts'
import type { Project } from './project.ts'
import { ruleData } from './schema.ts'

/** Other people's code, and what a tool wrote: a pull request brings it along, but its author did not write it. */
const FOREIGN_GLOBS = ['**/{node_modules,bower_components,vendor,third_party}/**', '**/*.min.{js,cjs,mjs}']

/** Where insecure code is often meant: it shows an attack, or never meets one. */
export const TEST_GLOBS = [
  '**/{test,tests,__tests__,spec,specs,e2e,testdata,fixtures,__fixtures__,mocks,__mocks__,testing}/**',
  '**/src/{test,testFixtures,*Test,*Tests}/**',
  '**/{integration,smoke,system,functional}-{test,tests}/**',
  '**/*.{test,spec}.*',
  '**/*_test.{go,py}',
  '**/test_*.py',
  '**/conftest.py',
  '**/*{Test,Tests,IT}.java',
  '**/{example,examples,doc,docs,demo,demos,sample,samples}/**',
]

/** What they are given comes from whoever builds the project. */
const BUILD_GLOBS = ['**/{Gruntfile,gulpfile,noxfile,fabfile}.{js,cjs,mjs,ts,py}']

/** Options of every rule of this family. */
export const patternOptions = z.strictObject({
  exclude: z
    .array(z.string())
    .default([...TEST_GLOBS, ...FOREIGN_GLOBS, ...BUILD_GLOBS])
    .describe('Paths that are not looked at.'),
})

/** Every rule made from data, so that a file is read once for all of them. */
const catalogue = new Map<string, RuleData>()

/**
 * Turns the data of a `rule.yml` into a rule.
 * @throws UserError naming the rule and each mistake in it.
 */
export function fromData(data: unknown, id: string): RuleDefinition {
  const parsed = ruleData.safeParse(data)
  if (!parsed.success) throw new UserError(`${id}: ${z.prettifyError(parsed.error)}`)
  const { find, title, level, confidence, status, module, cwe } = parsed.data
  catalogue.set(id, parsed.data)
  const languages = new Set(find.flatMap((finder) => finder.languages))
  const grammars = LANGUAGES.filter((language) => {
    const ours = ruleLanguage(`x.${globsOf([language])[0]?.slice(5) ?? ''}`)
    return ours !== undefined && languages.has(ours)
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
    check: (context) => reports(context, id),
  })
}

async function* reports(
  context: RuleContext<z.output<typeof patternOptions>>,
  id: string,
): AsyncGenerator<Report, void> {
  for (const change of context.changes) {
    if (context.signal.aborted) return
    if (change.status === 'removed' || change.added.length === 0) continue
    if (matcher(context.optionsFor(change.path).exclude)(change.path)) continue
    const analysis = await context.shared(`insecure-patterns ${change.path}`, () =>
      analyseChange(context, change),
    )
    if (analysis.notLookedAt !== undefined) context.incomplete(`${change.path}: ${analysis.notLookedAt}`)
    for (const match of analysis.matches.get(id) ?? []) {
      const report = newReport(match, change)
      if (report) yield report
    }
  }
}

async function analyseChange(context: RuleContext, change: FileChange): Promise<FileAnalysis> {
  const content = await context.changeSet.head.read(change.path)
  if (content.kind === 'unread') return { matches: new Map(), notLookedAt: content.detail ?? content.reason }
  const project = await context.shared('insecure-patterns project', async () =>
    projectOf(context.changeSet.head),
  )
  return analyse(change.path, content.text, catalogue, project)
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

/** A match is the change's own when it added the place, or a step that leads there: then that step is shown. */
function newReport(match: FileMatch, change: FileChange): Report | undefined {
  const at = (region: Region, path = change.path): Report['location'] => ({ side: 'head', path, region })
  const isNew = (region: Region): boolean => changesLines(change, 'head', region)
  const { region, subject, message, fix, level, suggestion } = match
  const newStep = match.steps.find((step) => step.path === undefined && isNew(step.region))
  if (!isNew(region) && !newStep) return undefined
  const related = match.steps.map((step) => ({
    ...at(step.region, step.path),
    message: step.message,
  }))
  const moved = !isNew(region) && newStep !== undefined
  const relatedLocations = moved ? [{ ...at(region), message: 'It is used here' }] : related
  return {
    location: at(moved ? newStep.region : region),
    ...(relatedLocations.length > 0 && { relatedLocations }),
    subject,
    message,
    ...(fix !== undefined && { fix }),
    ...(level && { level }),
    ...(suggestion && !moved && { suggestion: { path: change.path, ...suggestion } }),
  }
}
