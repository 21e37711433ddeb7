import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { makeLinks, type FailOn } from '../../config/index.ts'
import { review, RulePool, withBrokenConfig } from '../engine/index.ts'
import { type CoverageOptions, readCoverageFiles } from '../engine/coverage-files.ts'
import { importSarif, readSarifFiles, type SarifOptions } from '../engine/imported/index.ts'
import { loadBaseline } from '../engine/baseline/load.ts'
import { configChangeNotices, generatedNotices } from '../engine/load-config.ts'
import { NEW_HERE, sharedOfHead } from '../engine/shared-of-head.ts'
import { withGenerated } from '../changeset/index.ts'
import {
  collectExcerpts,
  type ExitCode,
  exitCodeOf,
  type Format,
  makeCatalogue,
  render,
} from '../report/index.ts'
import { configInForce, type SharedOptions } from './config.ts'
import { type Io, wantsColour, widthOf } from './io.ts'
import { Progress } from './progress.ts'
import { generatedFolders, type GeneratedOptions, type Source } from './source.ts'
import { version } from '../engine/version.ts'

/** Options that `review` and `assess` share. */
export interface RunOptions extends GeneratedOptions, CoverageOptions, SarifOptions, SharedOptions {
  config?: string
  only?: string[]
  label?: string[]
  format: Format
  output?: string
  category?: string
  failOn?: FailOn
  now?: Date
}

/** Opens what is to be reviewed, reviews it and writes the report. */
export async function run(
  io: Io,
  options: RunOptions,
  open: (signal: AbortSignal) => Promise<Source>,
): Promise<ExitCode> {
  const progress = new Progress(io)
  const now = options.now ?? new Date()
  await using own = io.pool ? undefined : new RulePool()
  // Starts while the change is read.
  own?.warm(1)
  try {
    progress.say('reading the change')
    const folders = generatedFolders(options, io.cwd)
    const coverage = await readCoverageFiles(options, io.cwd)
    const { changeSet: opened, configured, title, root } = await open(io.signal)
    await using _opened = opened
    const { config, notices, shared } = await configInForce(options, { configured, root, now, io })
    const changeSet = folders ? await withGenerated(opened, config.generated, folders) : opened
    const changed =
      options.config === undefined && configured !== changeSet.head
        ? await configChangeNotices(changeSet, {
            now,
            shared: sharedOfHead(shared, new Set(config.extends), NEW_HERE),
          })
        : []
    const baseline = await loadBaseline(configured, configured === changeSet.head ? 'head' : 'base')
    const logs = await readSarifFiles(options, io.cwd, root, config.imports)
    const imported = logs && (await importSarif(logs, changeSet))
    const pool = io.pool ?? own
    const answer = await review({
      changeSet,
      config,
      notices: [...notices, ...changed, ...(folders ? [] : generatedNotices(config))],
      now,
      signal: io.signal,
      ...(pool && { pool }),
      ...(options.only && { only: options.only }),
      ...(options.label && { labels: options.label }),
      ...(coverage && { coverage }),
      baseline,
      ...(imported && { imported }),
      onProgress: ({ done, total, ruleId }) => progress.say(`${done} of ${total} rules  ${ruleId}`),
    })
    const isBroken = changed.some(({ level }) => level === 'error')
    const result = isBroken ? withBrokenConfig(answer, config) : answer
    const catalogue = makeCatalogue(makeLinks({ config }), {
      imported: imported?.rules,
      custom: config.customRules,
    })
    const excerpts =
      options.format === 'html' ? { excerpts: await collectExcerpts(result, changeSet, catalogue) } : {}
    progress.end()
    const text = render(options.format, result, catalogue, {
      colour: options.output === undefined && wantsColour(io.stdout, io.env),
      width: widthOf(io.stdout),
      title,
      version,
      ...(options.category !== undefined && { category: options.category }),
      ...excerpts,
    })
    await deliver(io, text, options.output)
    return exitCodeOf(result)
  } finally {
    progress.end()
  }
}

/** Writes a report to standard output, or to a file. */
export async function deliver(io: Io, text: string, output: string | undefined): Promise<void> {
  if (output === undefined) {
    io.stdout.write(text)
    return
  }
  const path = resolve(io.cwd, output)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
  io.stderr.write(`wrote ${output}\n`)
}
