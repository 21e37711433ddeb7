import type { CodeFunction } from '../code/functions/index.ts'

/**
 * The nearest function that a test can call and that leads to another: itself, what stands around it, what speaks its name.
 * Undefined where nothing of the file is.
 */
export function through(
  wanted: CodeFunction,
  all: readonly CodeFunction[],
  canCall: (one: CodeFunction) => boolean,
): CodeFunction | undefined {
  const seen = new Set<CodeFunction>()
  const queue = [wanted]
  for (let one = queue.shift(); one; one = queue.shift()) {
    if (seen.has(one) || one.name === '') continue
    seen.add(one)
    if (canCall(one)) return one
    const inside = one.node
    const outer = all.find(({ name, inner }) => name !== '' && inner.has(inside))
    if (outer) queue.unshift(outer)
    else queue.push(...speakersOf(one, all))
  }
  return undefined
}

const MOST = 50

/** Functions that speak another's name. */
export function speakersOf(one: CodeFunction, all: readonly CodeFunction[]): CodeFunction[] {
  const name = one.name.replace(/^#/, '')
  // A key that is put together is spoken by nobody.
  if (!/^[\p{L}\p{N}_$]+[?!=]?$/u.test(name)) return []
  const written = name.replaceAll(/[$?]/g, (mark) => `\\${mark}`)
  const spoken = new RegExp(`(?<![\\p{L}\\p{N}_$])${written}(?![\\p{L}\\p{N}_$])`, 'u')
  return all
    .filter((other) => other !== one && other.name !== '' && spoken.test(other.node.text))
    .slice(0, MOST)
}
