import type { Description } from '../../../src/parse/openapi/description.ts'
import { descend, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Change } from './change.ts'

/** Major, minor, patch. */
export type Version = readonly [number, number, number]

/** How far a version moves, from least to most. */
export const STEPS = ['none', 'patch', 'minor', 'major'] as const
export type Step = (typeof STEPS)[number]

/** `1.4.2` of Semantic Versioning 2.0.0, with or without `v` and what follows; undefined for anything else. */
export function versionFrom(text: unknown): Version | undefined {
  if (typeof text !== 'string' || text.length > 256) return undefined
  const match = /^v?(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:[-+][\dA-Za-z.+-]*)?$/.exec(text)
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined
}

export function versionNode({ root }: Description): SpecNode | undefined {
  return descend(root, 'info', 'version')
}

/** How far `to` is from `from`; undefined where it goes back. */
export function stepBetween(from: Version, to: Version): Step | undefined {
  const at = [0, 1, 2].find((index) => from[index] !== to[index])
  if (at === undefined) return 'none'
  if ((to[at] ?? 0) < (from[at] ?? 0)) return undefined
  return at === 0 ? 'major' : at === 1 ? 'minor' : 'patch'
}

/** The next version that says a change of this kind. */
export function raised([major, minor, patch]: Version, step: Step): string {
  if (step === 'major') return `${major + 1}.0.0`
  if (step === 'minor') return `${major}.${minor + 1}.0`
  return `${major}.${minor}.${patch + (step === 'patch' ? 1 : 0)}`
}

/** Changes that break somebody who was promised otherwise. */
export function breaking(changes: readonly Change[]): Change[] {
  return changes.filter(
    ({ kind, level, unstable }) => level === 'error' && !unstable && !/^(?:sunset|stability)-/.test(kind),
  )
}

/** What a comparison the other way round calls removed was added. */
export function isAddition({ kind }: Change): boolean {
  return kind.endsWith('-removed') && kind !== 'security-removed'
}
