import type { SyntaxNode } from '../../../../src/parse/code/index.ts'
import type { FunctionScope } from '../ir.ts'
import { ORIGINS, type Origin } from '../origins.ts'

export type Scalar = string | number | boolean | null

/** Places where text means something, each with cleaners of its own. */
export const CATEGORIES = [
  'sql',
  'command',
  'html',
  'path',
  'ldap',
  'xpath',
  'url',
  'header',
  'log',
  'code',
  'template',
  'regex',
] as const
export type Category = (typeof CATEGORIES)[number]

const ALL = (1 << CATEGORIES.length) - 1
export const bitOf = (category: Category): number => 1 << CATEGORIES.indexOf(category)

/** One place that a value came through, with the one before it. */
export interface Step {
  node: SyntaxNode
  path: string
  message: string
  before?: Step
  /** Steps up to here; beyond `MAX_STEPS` none is added. */
  length: number
}

const MAX_STEPS = 8
const MAX_PENDING = 30

/** Something that a stranger chose. */
export interface Taint {
  /** Bits of the categories in which it is still dangerous. */
  mask: number
  step: Step
}

/** What is known of a value at one moment of a run. */
export interface Value {
  /** Without `request`, which is `taint`. */
  origin: Exclude<Origin, 'request'>
  constant?: Scalar
  taint?: Taint
  /** Its place in the heap. */
  object?: number
  /** Class as a dotted name, where an object was made in the open. */
  type?: string
  function?: FunctionScope
  /** Constants among its items, where it is a list. */
  holds?: readonly Scalar[]
  /** Files that would have to be read to know it. */
  pending?: readonly string[]
}

export const UNKNOWN: Value = { origin: 'unknown' }
export const SAFE: Value = { origin: 'safe' }

export const constantOf = (constant: Scalar): Value => ({ origin: 'constant', constant })

export function tainted(node: SyntaxNode, path: string, message: string): Value {
  return { origin: 'unknown', taint: { mask: ALL, step: { node, path, message, length: 1 } } }
}

/** Notes a place that a value came through; places on one line count once. */
export function through(value: Value, node: SyntaxNode, path: string, message: string): Value {
  const { taint } = value
  if (!taint || taint.step.length >= MAX_STEPS) return value
  const { step } = taint
  if (step.path === path && step.node.region.startLine === node.region.startLine) return value
  return {
    ...value,
    taint: { ...taint, step: { node, path, message, before: step, length: step.length + 1 } },
  }
}

/** The same text, harmless in one place (or, without a category, everywhere). */
export function cleaned(value: Value, category?: Category): Value {
  const mask = category === undefined ? 0 : (value.taint?.mask ?? 0) & ~bitOf(category)
  const origin = value.origin === 'constant' ? 'constant' : 'safe'
  const { taint, ...rest } = value
  return { ...rest, origin, ...(taint && mask !== 0 && { taint: { ...taint, mask } }) }
}

function joinTaint(a: Taint | undefined, b: Taint | undefined): Taint | undefined {
  if (!a || !b) return a ?? b
  return (a.mask | b.mask) === a.mask ? a : { mask: a.mask | b.mask, step: a.step }
}

const worst = (a: Value['origin'], b: Value['origin']): Value['origin'] =>
  ORIGINS.indexOf(a) >= ORIGINS.indexOf(b) ? a : b

/** Either of two values; objects are joined by the heap. */
export function joinValues(a: Value, b: Value): Value {
  if (a === b) return a
  const taint = joinTaint(a.taint, b.taint)
  const type = a.type ?? b.type
  return {
    origin: worst(a.origin, b.origin),
    ...(a.constant !== undefined && a.constant === b.constant && { constant: a.constant }),
    ...(taint && { taint }),
    ...(type !== undefined && { type }),
    ...pendingOf([a, b]),
    ...(a.holds && b.holds && { holds: [...new Set([...a.holds, ...b.holds])] }),
    ...(a.function && a.function === b.function && { function: a.function }),
    ...(a.object !== undefined && a.object === b.object && { object: a.object }),
  }
}

function pendingOf(values: readonly Value[]): { pending?: readonly string[] } {
  const all = values.flatMap((value) => value.pending ?? [])
  return all.length > 0 ? { pending: [...new Set(all)].slice(0, MAX_PENDING) } : {}
}

/** A text made of several: dangerous where one of them is. */
export function mixed(values: readonly Value[]): Value {
  let origin: Value['origin'] = 'constant'
  let taint: Taint | undefined
  for (const value of values) {
    origin = worst(origin, value.origin)
    taint = joinTaint(taint, value.taint)
  }
  return { origin, ...(taint && { taint }), ...pendingOf(values) }
}
