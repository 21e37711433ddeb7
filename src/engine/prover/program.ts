import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ProofRequest } from '../../model/index.ts'
import type { ToolProgram } from '../tools/programs.ts'
import { extensionsIn } from './extensions.ts'
import { foldersOf } from './library-folders.ts'
import { type MysqlScratch, mysqlUrl, openMysqlScratch } from './mysql/scratch.ts'
import { openScratch, type Scratch, scratchUrl } from './server/scratch.ts'

/** Of WebAssembly's pages of 64 KiB: what one database may grow to. */
const MAX_PAGES = 8192
/**
 * JavaScript heap, in MiB, and all that the process may write to, in bytes: over a GiB is taken with one database open, most
 * of it never touched, and now and then two are.
 */
const HEAP_MB = 256
const NURSERY_MB = 16
const DATA = 2304 * 1024 * 1024
/** Changes where the same history would make another data folder. */
const LAYOUT = 2

const own = dirname(fileURLToPath(import.meta.url))
const require = createRequire(import.meta.url)
// Neither exports its package.json; both have their entry one folder down.
const libraries = ['@electric-sql/pglite', 'libpg-query'].map((name) =>
  dirname(dirname(require.resolve(name))),
)
// What libpg-query requires.
const types = dirname(createRequire(require.resolve('libpg-query')).resolve('@pgsql/types'))
// For a server that an operator names, and for splitting what is sent to it.
const client = [...foldersOf('pg'), ...foldersOf('mysql2'), join(own, '../../parse/sql')]

/**
 * The prover's process: it reads its program, two libraries and its request, writes three files, starts nothing, and turns no
 * text into code. Liftoff alone compiles: V8's second compiler took a GiB for code that runs for a second.
 */
export const provePostgres: ToolProgram = {
  find: () => ({ path: process.execPath }),
  arguments: (folder) => [
    '--permission',
    ...[own, ...libraries, ...client, types].map((path) => `--allow-fs-read=${join(path, '*')}`),
    `--allow-fs-read=${join(folder, '*')}`,
    ...['made.tar', 'made.json', 'empty-made.tar'].map((name) => `--allow-fs-write=${join(folder, name)}`),
    '--disallow-code-generation-from-strings',
    `--wasm-max-mem-pages=${MAX_PAGES}`,
    `--max-old-space-size=${HEAP_MB}`,
    // The default's first size is collected dozens of times while a database is opened.
    `--min-semi-space-size=${NURSERY_MB}`,
    '--liftoff-only',
    '--expose-gc',
    '--no-warnings',
    join(own, `main${extname(import.meta.url)}`),
  ],
  limits: { memory: { data: DATA }, fileSize: 256 * 1024 * 1024 },
  // `statement_timeout` does not end a statement here, and some never end: this does. Opening takes seconds on a busy machine.
  silence: { first: 30_000, later: 8_000 },
  keep: [
    { given: 'base.tar', made: 'made.tar', key: keyOf },
    { given: 'base.json', made: 'made.json', key: keyOfSnapshot },
    { given: 'empty.tar', made: 'empty-made.tar', key: keyOfEmpty },
  ],
  answers: keyOfAnswer,
  beside: async (folder, files) => {
    const { dialect } = JSON.parse(files['request.json'] ?? '') as ProofRequest
    const scratch = await scratchFor(dialect, folder)
    if (!scratch) return undefined
    if ('why' in scratch) return scratch
    return {
      files: { 'server.json': JSON.stringify(scratch.access) },
      [Symbol.asyncDispose]: () => scratch[Symbol.asyncDispose](),
    }
  },
}

/** The operator's server of a dialect, if one is named. */
function scratchFor(
  dialect: ProofRequest['dialect'],
  folder: string,
): Promise<Scratch | MysqlScratch | { why: string }> | undefined {
  const url = dialect === 'mysql' ? mysqlUrl() : dialect === undefined ? scratchUrl() : undefined
  if (url === undefined) return undefined
  return dialect === 'mysql' ? openMysqlScratch(url, folder) : openScratch(url, folder)
}

/** The same program over the same libraries says the same of the same request. */
function keyOfAnswer(files: Readonly<Record<string, string>>): string {
  return createHash('sha256')
    .update(JSON.stringify([programDigest(), files['request.json'], scratchUrl(), mysqlUrl()]))
    .digest('hex')
}

let digest: string | undefined

function programDigest(): string {
  if (digest !== undefined) return digest
  const hash = createHash('sha256').update(JSON.stringify(libraries.map((folder) => versionOf(folder))))
  const paths = readdirSync(own, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith(extname(import.meta.url)),
  )
  for (const path of paths.toSorted()) hash.update(path).update(readFileSync(join(own, path)))
  digest = hash.digest('hex')
  return digest
}

/** An empty database: `initdb` takes seconds. */
function keyOfEmpty(): string {
  return createHash('sha256')
    .update(JSON.stringify([LAYOUT, libraries.map((folder) => versionOf(folder))]))
    .digest('hex')
}

function keyOf(files: Readonly<Record<string, string>>): string {
  const { history, steps } = JSON.parse(files['request.json'] ?? '') as ProofRequest
  const scripts = [...history, ...steps].flatMap(({ up, down }) => [up, down ?? ''])
  const parts = [
    // How scripts are read and run decides what they make.
    programDigest(),
    [...extensionsIn(scripts)].toSorted(),
    [...new Set([...history, ...steps].map(({ framework }) => framework))].toSorted(),
    history.map(({ up }) => up),
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** Of the same database. */
function keyOfSnapshot(files: Readonly<Record<string, string>>): string {
  return createHash('sha256')
    .update(`snapshot of ${keyOf(files)}`)
    .digest('hex')
}

function versionOf(folder: string): unknown {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: unknown }).version
}
