import type { CoverageFile, FileChange, Region, RuleContext } from '../../src/model/index.ts'
import { matcher, pathOn } from '../../src/model/index.ts'
import {
  executableLines,
  mapToTree,
  mergeCoverage,
  readCoverage,
  suspicious,
  type CoverageReport,
  type FileCoverage,
} from '../../src/parse/coverage/index.ts'
import { pragmas, PRAGMA_WORDS } from './coverage-excluded/pragmas.ts'
import { parseTest } from './parsed-tests.ts'

/** What coverage tells about the code of this change. */
export interface CoverageEvidence {
  /** Why it clears no finding, though it may add some; undefined where it is trusted. */
  distrust: string | undefined
  /** Whether some of it could not be read, as was said: it may clear findings, and what it calls not run may have run. */
  partial: boolean
  /** Whether a file was another one where the tests ran. */
  isStale(path: string): boolean
  /** Lines of a changed file that can run; undefined where no report holds the file, or what it says was refused. */
  of(change: FileChange): Promise<ChangedCoverage | undefined>
}

/** The coverage of a changed file, beside what was known of it before. */
export interface ChangedCoverage {
  head: FileCoverage
  /** Undefined where no coverage of the base is kept, or it does not hold the file. */
  base: FileCoverage | undefined
}

/** Who changes these may make coverage say anything. */
const MEASURES = matcher([
  '.github/workflows/**',
  '.github/actions/**',
  '**/{.gitlab-ci.yml,.travis.yml,Jenkinsfile,azure-pipelines.yml,bitbucket-pipelines.yml,appveyor.yml}',
  '.circleci/**',
  '**/{.coveragerc,.nycrc,.c8rc,codecov.yml,.codecov.yml,.simplecov,jacoco.gradle,tarpaulin.toml,.tarpaulin.toml}',
  '**/.{nyc,c8}rc.{json,yaml,yml,js,cjs}',
  '**/nyc.config.{js,cjs,mjs}',
  '**/{vitest,vite,jest}.config.{js,cjs,mjs,ts,cts,mts,json}',
  '**/vitest.{workspace,projects}.{js,ts,mts,json}',
  '**/{phpunit.xml,phpunit.xml.dist,phpunit.dist.xml,coverlet.runsettings}',
])

/** Files with a part about coverage among other things, and what stands in such a part. */
const PARTLY = matcher(
  '**/{package.json,pyproject.toml,setup.cfg,tox.ini,pom.xml,build.gradle,build.gradle.kts,Makefile,Rakefile}',
)
const PART = /coverage|\bnyc\b|\bc8\b|jacoco|istanbul|\bomit\b|exclude|--cov\b|simplecov/i

/** Coverage of this review, if some was handed over; read once for all rules. */
export function coverageEvidence(context: RuleContext): Promise<CoverageEvidence | undefined> {
  return context.shared('coverage-evidence', async () => {
    const { coverage, changeSet } = context
    for (const what of coverage?.unread ?? []) context.incomplete(`coverage: ${what}`)
    if (!coverage || coverage.head.length === 0) return undefined
    const { report: head, unread } = await joined(context, 'head', coverage.head)
    const base = coverage.base && (await joined(context, 'base', coverage.base)).report
    if (!head) return undefined
    const stale = new Set(coverage.stale)
    const distrust = coverage.distrust ?? (await tampered(context))
    const known = new Map<string, Promise<FileCoverage | undefined>>()
    return {
      distrust,
      partial: unread || (coverage.unread?.length ?? 0) > 0,
      isStale: (path) => stale.has(path),
      of: async (change) => {
        if (stale.has(change.path)) return undefined
        const found = known.get(change.path) ?? headOf(context, head, change.path)
        known.set(change.path, found)
        const lines = await found
        if (!lines) return undefined
        const path = pathOn(change, 'base')
        const text = path === undefined ? undefined : await changeSet.base.read(path)
        const before =
          base && path !== undefined && text?.kind === 'text'
            ? await executableLines(base, path, text.text)
            : undefined
        return { head: lines, base: before }
      },
    }
  })
}

/** All reports of a side as one, by the paths of its tree. */
async function joined(
  context: RuleContext,
  side: 'head' | 'base',
  files: readonly CoverageFile[],
): Promise<{ report: CoverageReport | undefined; unread: boolean }> {
  const entries = await context.changeSet[side].entries()
  const paths = entries.flatMap(({ kind, path }) => (kind === 'file' ? [path] : []))
  const goModules = await goModulesOf(context, side, paths)
  let all: CoverageReport | undefined
  let unread = false
  for (const { name, text } of files) {
    const read = readCoverage(text, name)
    if (read.kind === 'unread') {
      context.incomplete(`coverage report ${name}: ${read.why}`)
      unread = true
      continue
    }
    const { report } = mapToTree(read.report, paths, { at: name, goModules })
    all = all ? mergeCoverage(all, report) : report
  }
  return { report: all, unread }
}

async function goModulesOf(
  { changeSet }: RuleContext,
  side: 'head' | 'base',
  paths: readonly string[],
): Promise<{ module: string; folder: string }[]> {
  const manifests = paths.filter((path) => /(?:^|\/)go\.mod$/.test(path)).slice(0, 1000)
  const texts = await changeSet[side].readMany(manifests)
  return [...texts].flatMap(([path, content]) => {
    const module = content.kind === 'text' ? /^module\s+"?([^\s"]+)/m.exec(content.text)?.[1] : undefined
    return module === undefined ? [] : [{ module, folder: path.slice(0, Math.max(0, path.length - 7)) }]
  })
}

async function headOf(
  context: RuleContext,
  report: CoverageReport,
  path: string,
): Promise<FileCoverage | undefined> {
  const content = await context.changeSet.head.read(path)
  if (content.kind !== 'text' || !report.files.has(path)) return undefined
  const doubt = await suspicious(report, path, content.text)
  if (doubt) {
    context.incomplete(
      `coverage of ${path}: ${doubt.why}, so the report was forged or made of another version`,
    )
    return undefined
  }
  return executableLines(report, path, content.text)
}

/** What in the change itself decides what coverage says. */
async function tampered(context: RuleContext): Promise<string | undefined> {
  for (const change of context.changeSet.changes) {
    const paths = [change.path, pathOn(change, 'base') ?? change.path]
    if (
      paths.some((one) => MEASURES(one)) ||
      (paths.some((one) => PARTLY(one)) && (await editsPart(context, change)))
    )
      return `the change edits ${change.path}`
    const path = pathOn(change, 'head')
    if (path === undefined || change.unread || change.added.length === 0) continue
    const content = await context.changeSet.head.read(path)
    if (content.kind !== 'text' || !PRAGMA_WORDS.test(content.text)) continue
    const parsed = await parseTest(context, 'head', path)
    const added = (parsed ? pragmas(parsed.root) : []).some(({ region }) => isAdded(change, region))
    if (added) return `the change takes lines of ${path} out of coverage`
  }
  return undefined
}

async function editsPart({ changeSet }: RuleContext, change: FileChange): Promise<boolean> {
  const [before, after] = await Promise.all(
    (['base', 'head'] as const).map(async (side) => {
      const path = pathOn(change, side)
      const content = path === undefined ? undefined : await changeSet[side].read(path)
      return path === undefined || content?.kind !== 'text' ? '' : partOf(path, content.text)
    }),
  )
  return before !== after
}

/** What a file says of tests and coverage: keys of package.json, sections, or all of it where it says anything. */
function partOf(path: string, text: string): string {
  if (path.endsWith('package.json')) {
    try {
      const { jest, nyc, c8, vitest, ava, tap, scripts } = JSON.parse(text) as Record<string, unknown>
      return JSON.stringify([jest, nyc, c8, vitest, ava, tap, scripts])
    } catch {
      return text
    }
  }
  if (/\.(?:toml|cfg|ini)$/.test(path))
    return text
      .split(/^(?=\[)/m)
      .filter((section) => /^\[[^\]]*(?:coverage|pytest|testenv|nyc|cov)/i.test(section))
      .join('')
  return PART.test(text) ? text : ''
}

function isAdded(change: FileChange, { startLine, endLine }: Region): boolean {
  return change.added.some(({ start, end }) => start <= endLine && startLine <= end)
}
