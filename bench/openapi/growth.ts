import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { measure } from './measure.ts'

const COPIES = [1, 2, 4, 8]
const RUNS = 3

interface Spec {
  paths: Record<string, unknown>
}

/**
 * Prints time and memory over 1, 2, 4 and 8 copies of all paths, and what one more copy costs at the end
 * of the curve against the whole of it: about 1 where growth is linear, 1.5 or more where it is quadratic.
 */
export function growth(folder: string, base: string, head: string, program: readonly string[]): void {
  console.log('\nGrowth over copies of the paths, JSON')
  const specs = [base, head].map((file) => JSON.parse(readFileSync(file, 'utf8')) as Spec)
  const curve = COPIES.map((copies) => {
    const files = specs.map((spec, index) => {
      const file = join(folder, `growth-${index}-${copies}.json`)
      writeFileSync(file, JSON.stringify({ ...spec, paths: copied(spec.paths, copies) }))
      return file
    })
    const runs = Array.from({ length: RUNS }, () => {
      const taken = measure(process.execPath, [...program, ...files])
      if (taken.kind === 'failed') throw new Error(`${copies} copies: ${taken.why}`)
      return taken
    })
    // The least of several: what else the machine does only ever adds.
    const cpu = Math.min(...runs.map((run) => run.cpu))
    const memory = Math.min(...runs.map((run) => run.memory))
    const { findings } = JSON.parse(runs[0]?.output ?? '') as { findings: number }
    console.log(`  copies ${copies}: ${cpu.toFixed(2)} s CPU, ${Math.round(memory)} MB, ${findings} findings`)
    return { copies, cpu, memory }
  })
  for (const figure of ['cpu', 'memory'] as const) {
    const each = (from: number): number => {
      const [a, b] = [curve[from], curve.at(-1)]
      return a && b ? (b[figure] - a[figure]) / (b.copies - a.copies) : NaN
    }
    const ratio = each(curve.length - 2) / each(0)
    console.log(`  ${figure} of one more copy: from 4 to 8 copies ${ratio.toFixed(2)} times that from 1 to 8`)
  }
}

function copied(paths: Record<string, unknown>, copies: number): Record<string, unknown> {
  return Object.fromEntries(
    Array.from({ length: copies }, (_, copy) =>
      Object.entries(paths).map(([path, item]) => [`/copy-${copy}${path}`, item] as const),
    ).flat(),
  )
}
