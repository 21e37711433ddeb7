import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { applyHistory, proveSteps } from '../../src/engine/prover/prove.ts'
import { runTool } from '../../src/engine/tools/run-tool.ts'
import type { ProofAnswer, ProofRequest } from '../../src/model/index.ts'
import { startServer } from '../../test/corpora/migrations/prover/server.ts'
import { requestOn } from './histories.ts'

/** What the proof of a pull request costs, by the number of migrations before it, beside squawk and a real PostgreSQL. */
const SIZES = [50, 100, 200, 340, 400]
const WARM_RUNS = 3
/** Targets for 340 earlier migrations: seconds and MiB. */
const TARGET = { on: 340, warm: 1.5, cold: 6, memory: 1200 }

await using server = await startServer()
// The kept data folders are the user's: a folder of our own is always cold.
const temporary = mkdtempSync(join(tmpdir(), 'bench-migrations-'))
process.env['TMPDIR'] = temporary
let missed = false
console.log(
  '| earlier | cold | warm | the same again | peak memory | PostgreSQL, cold | squawk, these files | cold / PostgreSQL | warm / squawk |',
)
console.log('| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |')
try {
  for (const size of SIZES) {
    const request = requestOn(size)
    const first = await boxed(request)
    const later = []
    for (let run = 0; run < WARM_RUNS; run++) later.push(await boxed(another(request, run)))
    const again = await boxed(request)
    const warm = middle(later.map(({ seconds }) => seconds))
    const memory = Math.max(first.memory, ...later.map((one) => one.memory))
    const real = await onServer(request)
    const squawk = bySquawk(request)
    const cells = [
      seconds(first.seconds),
      seconds(warm),
      seconds(again.seconds),
      `${memory.toFixed(0)} MiB`,
      seconds(real),
      seconds(squawk),
    ]
    console.log(
      `| ${size} | ${cells.join(' | ')} | ${(first.seconds / real).toFixed(1)} | ${(warm / squawk).toFixed(1)} |`,
    )
    if (size === TARGET.on)
      missed = warm > TARGET.warm || first.seconds > TARGET.cold || memory > TARGET.memory
  }
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
if (missed) {
  console.log(`\nmissed: ${JSON.stringify(TARGET)}`)
  process.exitCode = 1
}

/** Another change on the same base: what was answered before is not asked again, what was built before is kept. */
function another({ steps, ...request }: ProofRequest, run: number): ProofRequest {
  return { ...request, steps: steps.map((step) => ({ ...step, up: `${step.up}\n-- ${run}` })) }
}

/** The whole of what a review waits for: start of the process, proof, end. */
async function boxed(request: ProofRequest): Promise<{ seconds: number; memory: number }> {
  const begun = performance.now()
  const watch = watchMemory()
  const answer = await runTool({ tool: 'prove-postgres', files: { 'request.json': JSON.stringify(request) } })
  const memory = watch()
  if (answer.kind !== 'ran' || answer.exitCode !== 0) throw new Error(`not proven: ${JSON.stringify(answer)}`)
  mustBeProven(JSON.parse(answer.stdout) as ProofAnswer)
  return { seconds: (performance.now() - begun) / 1000, memory }
}

async function onServer({ history, steps }: ProofRequest): Promise<number> {
  const begun = performance.now()
  const database = await server.open()
  const failed = await applyHistory(database, history, ['golang-migrate'])
  if (failed) throw new Error(failed.why)
  mustBeProven(await proveSteps(database, steps, (dump) => server.open(dump)))
  const taken = (performance.now() - begun) / 1000
  await database.close()
  await server.clear()
  return taken
}

function bySquawk({ history, steps }: ProofRequest): number {
  const folder = mkdtempSync(join(temporary, 'squawk-'))
  const files = [...history, ...steps].map(({ up }, index) => {
    const path = join(folder, `${String(index).padStart(4, '0')}.up.sql`)
    writeFileSync(path, up)
    return path
  })
  const manifest = createRequire(import.meta.url).resolve('squawk-cli/package.json')
  const bin = join(dirname(dirname(manifest)), '.bin', 'squawk')
  const begun = performance.now()
  const { error } = spawnSync(bin, files, { maxBuffer: 64 * 1024 * 1024 })
  if (error) throw error
  return (performance.now() - begun) / 1000
}

function mustBeProven({ history, verdicts }: ProofAnswer): void {
  if (history || verdicts.some(({ verdict }) => verdict.kind !== 'proven'))
    throw new Error(`not proven: ${JSON.stringify({ history, verdicts })}`)
}

/**
 * The largest resident set among the processes below this one that run the prover, in MiB, looked at 20 times a second.
 * Linux tells it of each process; elsewhere the figure is 0.
 */
function watchMemory(): () => number {
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, process.platform === 'linux' ? proverMemory() : 0)
  }, 50)
  return () => {
    clearInterval(timer)
    return peak
  }
}

function proverMemory(): number {
  let most = 0
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      // The request's folder is in our own temporary one: other provers of this machine are not ours.
      if (!words.includes('/prover/main') || !words.includes(temporary)) continue
      const [, kib = '0'] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
      most = Math.max(most, Number(kib) / 1024)
    } catch (error) {
      // Ended in between.
      if (!(error instanceof Error) || !('code' in error) || !/^(?:ENOENT|ESRCH)$/.test(String(error.code)))
        throw error
    }
  }
  return most
}

function middle(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`
}
