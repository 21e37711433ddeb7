import type { Operation, Part } from '../../../src/parse/migrations/index.ts'
import { operationsOf } from './operations.ts'

/** What a way back leaves undone, and what it does beyond. */
export interface Mismatch {
  /** `table orders`, `column orders.region`. */
  what: string
  kind: 'left-over' | 'not-restored' | 'not-renamed-back' | 'not-made'
  /** The operation that is not undone (of the way up), or that undoes nothing (of the way back). */
  operation: Operation
}

/** Statements that may do anything: beside one nothing is claimed. */
const OPAQUE = new Set<Operation['kind']>(['code', 'other', 'do-block'])

/**
 * Compares a way back with its way up, object by object: tables, columns, types and views. What is there under a condition
 * (`IF NOT EXISTS`) may have been there before, so it is left out, and so is everything beside statements that cannot be told.
 */
export function mismatches(up: Part, down: Part): Mismatch[] {
  const [forward, back] = [operationsOf(up), operationsOf(down)]
  if (forward.length === 0 || back.length === 0) return []
  if ([...forward, ...back].some(({ kind }) => OPAQUE.has(kind))) return []
  const [net, undo] = [netOf(forward), netOf(back)]
  const found: Mismatch[] = []
  const perhaps = CONDITIONAL.test(up.code)
  // By which name of its table a column goes depends on the order: beside such renames nothing is claimed of it.
  const isApart = (what: string): boolean =>
    TEMPORARY.test(what) ||
    [...net.renamed, ...undo.renamed].some(([from, { to }]) => isOf(what, from) || isOf(what, to))
  for (const [what, operation] of perhaps ? [] : net.made) {
    if (isGone(what, undo) || isApart(what)) continue
    found.push({ what, kind: 'left-over', operation })
  }
  for (const [what, operation] of perhaps ? [] : net.dropped)
    if (!isThere(what, undo) && !isRemade(what, undo) && !isApart(what))
      found.push({ what, kind: 'not-restored', operation })
  for (const [what, { to, operation }] of net.renamed) {
    const isBack = undo.renamed.get(to)?.to === what || isThere(what, undo)
    if (!isBack && !isGone(to, undo) && !isThere(what, net) && !isApart(what))
      found.push({ what, kind: 'not-renamed-back', operation })
  }
  for (const [what, operation] of undo.dropped) {
    if (!/^(?:table|column) /.test(what) || isThere(what, net) || isNamedBy(what, net) || isApart(what))
      continue
    found.push({ what, kind: 'not-made', operation })
  }
  return found
}

/** Code that asks what is there: what it makes may have been there before. */
const CONDITIONAL = /\b(?:if_(?:not_)?exists|\w+_exists|has_?(?:table|column)s?|ifNotExists|inspect\w*)\b/i

/** Made for the time of the migration, and so named. */
const TEMPORARY = /\b(?:temp|tmp)_|_(?:temp|tmp)\b/

interface Net {
  /** What is there afterwards and was not before, by the operation that made it. */
  made: Map<string, Operation>
  /** What was there before and is not afterwards. */
  dropped: Map<string, Operation>
  /** What has another name, by its first one. */
  renamed: Map<string, { to: string; operation: Operation }>
  /** What is dropped or made under a condition, or with what depends on it. */
  maybe: Set<string>
}

function netOf(operations: readonly Operation[]): Net {
  const net: Net = { made: new Map(), dropped: new Map(), renamed: new Map(), maybe: new Set() }
  for (const operation of operations) apply(net, operation)
  return net
}

function apply(net: Net, operation: Operation): void {
  switch (operation.kind) {
    case 'create-table':
      return make(
        net,
        `table ${bare(operation.table)}`,
        operation,
        operation.ifNotExists || operation.temporary,
      )
    case 'drop-table':
      return drop(net, `table ${bare(operation.table)}`, operation, operation.ifExists)
    case 'rename-table':
      return rename(net, `table ${bare(operation.table)}`, `table ${bare(operation.to)}`, operation)
    case 'add-column':
      return make(net, columnOf(operation.table, operation.column.name), operation, operation.ifNotExists)
    case 'drop-column':
      return drop(net, columnOf(operation.table, operation.column), operation, operation.ifExists)
    case 'rename-column': {
      const { table, column, to } = operation
      return rename(net, columnOf(table, column), columnOf(table, to), operation)
    }
    case 'create-type':
      return make(net, `type ${bare(operation.type)}`, operation)
    case 'drop-type':
      return drop(net, `type ${bare(operation.type)}`, operation)
    case 'create-view':
      return make(net, `view ${bare(operation.view)}`, operation, operation.replace)
    case 'drop-view':
      return drop(net, `view ${bare(operation.view)}`, operation)
    case 'drop-schema':
      net.maybe.add('*')
      return undefined
    default:
      return undefined
  }
}

function make({ made, dropped, maybe }: Net, what: string, operation: Operation, perhaps?: boolean): void {
  if (perhaps) maybe.add(what)
  // Dropped and made anew: its definition is another matter.
  else if (dropped.has(what)) dropped.delete(what)
  else made.set(what, operation)
  if (!perhaps) maybe.add(`again ${what}`)
}

function drop(
  { made, dropped, maybe, renamed }: Net,
  what: string,
  operation: Operation,
  perhaps?: boolean,
): void {
  for (const one of made.keys()) if (one === what || isOf(one, what)) made.delete(one)
  for (const [from, { to }] of renamed) if (to === what || isOf(to, what)) renamed.delete(from)
  if (perhaps) maybe.add(what)
  if (!maybe.has(`again ${what}`)) dropped.set(what, operation)
}

function rename(
  { made, dropped, maybe, renamed }: Net,
  from: string,
  to: string,
  operation: Operation,
): void {
  const own = made.get(from)
  if (own) {
    made.delete(from)
    // Takes the place of what was dropped: its definition is another matter.
    if (dropped.delete(to)) maybe.add(`again ${to}`)
    else made.set(to, own)
    return
  }
  const earlier = [...renamed].find(([, one]) => one.to === from)
  if (earlier?.[0] === to) renamed.delete(to)
  else renamed.set(earlier?.[0] ?? from, { to, operation })
}

/** Whether a way back takes something away: itself, its table, or all. */
function isGone(what: string, { dropped, maybe, renamed }: Net): boolean {
  if (maybe.has('*') || maybe.has(what) || dropped.has(what)) return true
  // Renamed to make room for what was there before.
  if (renamed.has(what)) return true
  return [...dropped.keys()].some((one) => isOf(what, one))
}

/** A column whose table is made anew by the way back: with which columns is another matter. */
function isRemade(what: string, { maybe }: Net): boolean {
  return [...maybe].some((one) => one.startsWith('again ') && isOf(what, one.slice(6)))
}

/** Whether something is made, maybe with its table. */
function isThere(what: string, { made, maybe, renamed }: Net): boolean {
  if (maybe.has('*') || maybe.has(what) || made.has(what) || maybe.has(`again ${what}`)) return true
  if ([...renamed.values()].some(({ to }) => to === what)) return true
  return [...made.keys()].some((one) => isOf(what, one))
}

/** Whether a change renamed it, or renamed its table, away or here. */
function isNamedBy(what: string, { renamed }: Net): boolean {
  return [...renamed].some(
    ([from, { to }]) => from === what || to === what || isOf(what, from) || isOf(what, to),
  )
}

function isOf(column: string, table: string): boolean {
  return table.startsWith('table ') && column.startsWith(`column ${table.slice(6)}.`)
}

function columnOf(table: string, column: string): string {
  return `column ${bare(table)}.${column.toLowerCase()}`
}

function bare(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase()
}
