import { visibleLines } from '../escape/index.ts'

/** Viewers take `[text](1)` in a message for a link (SARIF 3.11.6): brackets that could be one are escaped. */
export function text(value: string): string {
  const shown = visibleLines(value)
  return shown.includes('](') ? shown.replace(/[\\[\]]/g, '\\$&') : shown
}
