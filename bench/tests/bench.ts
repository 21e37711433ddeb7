import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { checkOut, part, PROJECTS } from './tree.ts'

/**
 * What it costs to follow tests to functions, by the number of files of TypeScript: cold, and warm (the same process again,
 * which has kept what each file says), beside the import graph alone of madge on the same files.
 */
const USAGE = `CORPUS_DIR=<clones> npm run bench:tests
CORPUS_DIR holds clones as <owner>+<name>, or <owner>+<name>/repo: ${PROJECTS.join(', ')}.`

const SIZES = [1000, 2000, 4000, 7000, 8000]
/** Targets for 7,000 files on two cores: seconds and MB. */
const TARGET = { on: 7000, cold: 8, warm: 0.8, megabytes: 700 }
const MADGE = 'madge@8'

const corpus = process.env['CORPUS_DIR']
if (corpus === undefined) {
  console.log(USAGE)
  process.exit(2)
}
interface Figures {
  cold: number
  warm: number
  megabytes: number
  files: number
  tests: number
  units: number
  reached: number
}

using whole = checkOut(corpus)
let missed = false
console.log(
  '| files | tests | functions and classes | cold | warm | memory | madge, imports alone | its memory | cold / madge | cold, each 1,000 |',
)
console.log('| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |')
for (const size of SIZES) {
  using tree = part(whole, size)
  const own = ours(tree.folder)
  const madge = byMadge(tree.folder)
  const cells = [
    own.files,
    own.tests,
    own.units,
    `${own.cold.toFixed(2)} s`,
    `${own.warm.toFixed(2)} s`,
    `${own.megabytes.toFixed(0)} MB`,
    madge ? `${madge.seconds.toFixed(1)} s` : '—',
    madge ? `${madge.megabytes.toFixed(0)} MB` : '—',
    madge ? (own.cold / madge.seconds).toFixed(2) : '—',
    `${((own.cold / own.files) * 1000).toFixed(2)} s`,
  ]
  console.log(`| ${cells.join(' | ')} |`)
  if (size === TARGET.on)
    missed = own.cold > TARGET.cold || own.warm > TARGET.warm || own.megabytes > TARGET.megabytes
}
if (missed) {
  console.log(`\nmissed: ${JSON.stringify(TARGET)}`)
  process.exitCode = 1
}

function ours(folder: string): Figures {
  const { stdout, stderr, status } = run(process.execPath, [join(import.meta.dirname, 'measure.ts'), folder])
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Figures
}

/** Undefined where npm cannot bring it, or it ends with an error. */
function byMadge(folder: string): { seconds: number; megabytes: number } | undefined {
  const words = [
    '--yes',
    MADGE,
    '--no-spinner',
    '--extensions',
    'ts,tsx,mts,cts,js,jsx,mjs,cjs',
    '--json',
    folder,
  ]
  const begun = performance.now()
  const { status, stderr } = run('/usr/bin/time', ['-f', 'peak %M', 'npx', ...words])
  const seconds = (performance.now() - begun) / 1000
  const peak = /peak (\d+)/.exec(stderr)?.[1]
  if (status !== 0 || peak === undefined) return undefined
  return { seconds, megabytes: Number(peak) / 1024 }
}

function run(command: string, words: string[]): { stdout: string; stderr: string; status: number | null } {
  return spawnSync('taskset', ['-c', '0,1', command, ...words], { encoding: 'utf8', maxBuffer: 2 ** 30 })
}
