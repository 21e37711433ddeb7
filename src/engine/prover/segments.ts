import type { ReadStep } from './outcome.ts'

/** Runs of migrations with a way back, and runs without. */
export function segmentsOf(steps: readonly ReadStep[]): { reversible: boolean; steps: ReadStep[] }[] {
  const segments: { reversible: boolean; steps: ReadStep[] }[] = []
  for (const step of steps) {
    const reversible = step.down !== undefined
    const last = segments.at(-1)
    if (last?.reversible === reversible) last.steps.push(step)
    else segments.push({ reversible, steps: [step] })
  }
  return segments
}
