import { randomUUID } from 'node:crypto'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { CONFIG_PATH, makeLinks } from '../../config/index.ts'
import {
  defaultRevisions,
  type GeneratedFolders,
  gitSource,
  openGit,
  withGenerated,
} from '../changeset/index.ts'
import { review, RulePool, withBrokenConfig } from '../engine/index.ts'
import { readCoverageFiles } from '../engine/coverage-files.ts'
import { importSarif, readSarifFiles } from '../engine/imported/index.ts'
import { loadBaseline } from '../engine/baseline/load.ts'
import { configChangeNotices, generatedNotices, loadConfig, withGate } from '../engine/load-config.ts'
import { FROM_FORK, sharedOfHead } from '../engine/shared-of-head.ts'
import { version } from '../engine/version.ts'
import { type CoverageReports, LEVELS, type Review, UserError } from '../model/index.ts'
import {
  type Catalogue,
  EXIT,
  type ExitCode,
  exitCodeOf,
  makeCatalogue,
  toMarkdown,
  toSarif,
  toTerminal,
} from '../report/index.ts'
import { revisionsOf } from './event.ts'
import { uploadToCodeScanning } from './upload.ts'
import { annotation, command, inert, notice } from './workflow.ts'

export interface ActionIo {
  env: Readonly<Record<string, string | undefined>>
  /** Writes to the log. */
  log: (text: string) => void
  signal: AbortSignal
}

const failOn = z.enum([...LEVELS, 'never'])

/** Runs the Action: reads its inputs and the event, reviews, annotates, writes summary and outputs. Never throws. */
export async function runAction(io: ActionIo): Promise<ExitCode> {
  try {
    return await act(io)
  } catch (error) {
    const expected = error instanceof UserError
    const text =
      error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error)
    io.log(`${command('error', { title: 'roadmap-review' }, text)}\n`)
    return expected ? EXIT.usage : EXIT.incomplete
  }
}

async function act({ env, log, signal }: ActionIo): Promise<ExitCode> {
  const input = (name: string): string | undefined =>
    env[`INPUT_${name.toUpperCase().replaceAll('-', '_')}`]?.trim() || undefined
  const gate = input('fail-on')
  const parsedGate = failOn.optional().safeParse(gate)
  if (!parsedGate.success)
    throw new UserError(`fail-on is one of ${failOn.options.join(', ')}, not ${gate ?? ''}`)
  const repo = env['GITHUB_WORKSPACE'] ?? '.'
  const eventPath = env['GITHUB_EVENT_PATH']
  const event = eventPath === undefined ? {} : revisionsOf(await readFile(eventPath, 'utf8'))
  const base = input('base') ?? event.base ?? (await defaultRevisions(repo, signal)).base
  const head = input('head') ?? event.head ?? 'HEAD'
  const now = new Date()

  const folders = generatedFolders(repo, input('base-generated'), input('head-generated'))
  await using opened = await openGit({ repo, base, head, signal }).catch(withAdvice)
  // From the base, as in the App: a pull request must not change the rules that it is reviewed by.
  const configured = await opened.snapshotAt(base)
  const token = input('github-token')
  const shared = await gitSource({ root: repo, env, signal, ...(token !== undefined && { token }) })
  const [loaded, baseline] = await Promise.all([
    loadConfig({ snapshot: configured, now, path: input('config') ?? CONFIG_PATH, shared }),
    loadBaseline(configured, 'base'),
  ])
  if (!loaded.ok) {
    throw new UserError(
      loaded.problems
        .map(({ path, line, column, message }) => `${path}:${line}:${column}: ${message}`)
        .join('\n'),
    )
  }
  const config = withGate(loaded.config, parsedGate.data)
  const changeSet = folders ? await withGenerated(opened, config.generated, folders) : opened
  await using pool = new RulePool()
  const changed = await configChangeNotices(changeSet, {
    now,
    shared: sharedOfHead(shared, new Set(config.extends), event.fork ? FROM_FORK : undefined),
  })
  const notices = [...loaded.notices, ...changed, ...(folders ? [] : generatedNotices(config))]
  const labels = event.labels ?? []
  const coverage = await coverageOf(repo, input('coverage'), input('base-coverage'), event.fork)
  const logs = await readSarifFiles(
    { importSarif: lines(input('import-sarif')), baseSarif: lines(input('base-sarif')) },
    repo,
    resolve(repo),
    config.imports,
  )
  const imported = logs && (await importSarif(logs, changeSet))
  const answer = await review({
    changeSet,
    config,
    notices,
    now,
    signal,
    pool,
    labels,
    baseline,
    ...(coverage && { coverage }),
    ...(imported && { imported }),
  })
  const isBroken = changed.some(({ level }) => level === 'error')
  const result = isBroken ? withBrokenConfig(answer, config) : answer
  const catalogue = makeCatalogue(makeLinks({ config }), {
    imported: imported?.rules,
    custom: config.customRules,
  })
  writeLog(result, catalogue, log)
  const sarif = input('sarif-file')
  if (sarif !== undefined) {
    const path = resolve(repo, sarif)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, toSarif(result, catalogue, { version }))
  }
  const uploads = input('upload-sarif') === 'true'
  const arrived =
    !uploads ||
    (await uploadToCodeScanning(
      {
        env,
        token,
        sarif: toSarif(result, catalogue, {
          version,
          codeScanning: true,
          category: input('sarif-category') ?? 'roadmap-review',
        }),
        headSha: result.headSha,
        ...(event.pull !== undefined && head === event.head && { pull: event.pull }),
        ...(event.fork && { fork: true }),
        signal,
      },
      log,
    ))
  await append(env['GITHUB_STEP_SUMMARY'], toMarkdown(result, catalogue))
  await append(env['GITHUB_OUTPUT'], outputs({ conclusion: result.conclusion, 'sarif-file': sarif ?? '' }))
  const code = exitCodeOf(result)
  return arrived || code !== EXIT.clean ? code : EXIT.incomplete
}

/** Annotations worst first: GitHub shows ten of each level of a step. */
function writeLog(result: Review, catalogue: Catalogue, log: (text: string) => void): void {
  log(inert(toTerminal(result, catalogue, { width: 120 }), randomUUID()))
  for (const finding of result.findings) {
    if (finding.verdict.shown) log(`${annotation(finding, finding.fix)}\n`)
  }
  for (const one of result.notices) log(`${notice(one)}\n`)
}

/** Values stand between a line nobody can guess, as GitHub asks for values it does not know. */
function outputs(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => {
      const end = randomUUID()
      return `${name}<<${end}\n${value}\n${end}\n`
    })
    .join('')
}

async function append(file: string | undefined, text: string): Promise<void> {
  if (file !== undefined) await appendFile(file, text)
}

/** Relative to the checkout. */
function generatedFolders(
  repo: string,
  base: string | undefined,
  head: string | undefined,
): GeneratedFolders | undefined {
  if (base === undefined && head === undefined) return undefined
  if (base === undefined || head === undefined)
    throw new UserError('base-generated and head-generated go together')
  return { baseDir: resolve(repo, base), headDir: resolve(repo, head) }
}

/** Reports by the paths of the checkout, one a line. */
async function coverageOf(
  repo: string,
  head: string | undefined,
  base: string | undefined,
  isFork: boolean | undefined,
): Promise<CoverageReports | undefined> {
  const reports = await readCoverageFiles({ coverage: lines(head), baseCoverage: lines(base) }, repo)
  return reports && { ...reports, ...(isFork && { distrust: 'the change comes from a fork' }) }
}

/** The usual reason for a commit that is not there. */
function withAdvice(error: unknown): never {
  if (!(error instanceof UserError)) throw error
  throw new UserError(`${error.message}. Check out with actions/checkout and fetch-depth: 0.`, {
    cause: error,
  })
}

/** An input of one value a line. */
function lines(text: string | undefined): string[] {
  return (text ?? '').split('\n').flatMap((line) => line.trim() || [])
}
