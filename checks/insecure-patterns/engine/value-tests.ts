import type { SyntaxNode } from '../../../src/parse/code/index.ts'
import { backtracksExponentially } from './backtracking.ts'
import { bodyOfFunction } from './bodies.ts'
import { hasLooseHost } from './regex/loose-host.ts'
import { hasMixedRange } from './regex/mixed-range.ts'
import type { Category } from './flow/value.ts'
import type { Expression, FunctionScope, Unit } from './ir.ts'
import { argumentAt, is, withoutLiterals } from './names.ts'
import type { Origin } from './origins.ts'
import type { ValueTest } from './schema.ts'
import { unsafeHole } from './sql.ts'
import type { Piece, Values } from './values.ts'

/** What the tests found on their way, for the message and the related places. */
export interface Trace {
  /** The part that should not be there. */
  hole?: Expression
  /** Places that explain it, in the order of the flow. */
  steps: { node: SyntaxNode; message: string; path?: string }[]
  /** Where what was followed comes from. */
  source?: SyntaxNode
  /** What the rule is about: cleaners for it count. */
  category?: Category
}

/** Whether a value passes every key of a test. */
export function passes(
  test: ValueTest,
  value: Expression,
  unit: Unit,
  values: Values,
  trace: Trace,
): boolean {
  if (test.missing === true) return false
  const at = values.resolve(value)
  const known = values.constant(value)
  if (test.is && !(known !== undefined && test.is.includes(known))) return false
  if (test.matches && !(typeof known === 'string' && test.matches.test(known))) return false
  if (test.below !== undefined && !(typeof known === 'number' && known < test.below)) return false
  if (test.path && !is(test.path, values.path(value), unit)) return false
  if (test.flag && !flagsOf(value, values).some((path) => is(test.flag ?? [], path, unit))) return false
  if (test.begins) {
    const [first] = values.pieces(value)
    if (!(first && 'text' in first && test.begins.test(first.text))) return false
  }
  if (test.backtracks) {
    if (typeof known !== 'string') return false
    values.spend(known.length)
    if (!backtracksExponentially(known)) return false
  }
  if (test.ranges || test.host) {
    if (typeof known !== 'string') return false
    values.spend(known.length)
    if (test.ranges && !hasMixedRange(known)) return false
    if (test.host && !hasLooseHost(known)) return false
  }
  if (test.mentions && !test.mentions.test(withoutLiterals(value.node.text))) return false
  if (test.origin) {
    if (!test.origin.includes(values.origin(value, trace.category))) return false
    if (trace.category === 'url' && leadsToKnownHost(value, values, test.origin)) return false
    trace.hole ??= value
    if (trace.steps.length === 0) trace.steps.push(...flowTo(value, values, unit))
    trace.source ??= values.steps(value)[0]?.node ?? value.node
  }
  if (test.built) {
    // Lists and objects are answered as JSON; a tuple is a page with its status and headers.
    const page =
      trace.category === 'html' && at.kind === 'list' && at.node.type !== 'list' ? at.items[0] : value
    if (!page) return false
    const { kind } = values.resolve(page)
    if (trace.category === 'html' && (kind === 'list' || kind === 'object')) return false
    const pieces = piecesOf(page, values, trace)
    const hole = pieces.find((piece) => 'hole' in piece && test.built?.includes(piece.origin))
    const text = pieces.some((piece) => 'text' in piece && piece.text.trim() !== '')
    if (!text || !hole || !('hole' in hole)) return false
    if (trace.category === 'url' && hole.origin === 'request' && leadsToKnownHost(page, values, ['request']))
      return false
    follow(value, at, hole.hole, trace)
    if (hole.origin === 'request') trace.steps.unshift(...flowTo(hole.hole, values, unit))
    trace.source ??= values.steps(hole.hole)[0]?.node ?? hole.hole.node
  }
  if (test.contains) {
    const items = at.kind === 'list' ? at.items : at.kind === 'call' ? at.args.map((one) => one.value) : []
    const constants = [...items.map((item) => values.constant(item)), ...values.holds(value)]
    if (!constants.some((item) => item !== undefined && test.contains?.includes(item))) return false
  }
  if (test.sql) {
    const hole = unsafeHole(piecesOf(value, values, trace), test.sql)
    if (!hole || !('hole' in hole)) return false
    follow(value, at, hole.hole, trace)
    if (hole.origin === 'request') trace.steps.unshift(...flowTo(hole.hole, values, unit))
    trace.source ??= values.steps(hole.hole)[0]?.node ?? hole.hole.node
  }
  if (test.has || test.lacks) {
    if (at.kind !== 'object') return false
    if (test.lacks && (at.open || at.entries.some((entry) => test.lacks?.includes(entry.key)))) return false
    for (const [key, inner] of Object.entries(test.has ?? {})) {
      const entry = at.entries.find((candidate) => candidate.key === key)
      if (!entry || !passes(inner, entry.value, unit, values, trace)) return false
    }
  }
  if (test.shape && !((at.kind === 'list' || at.kind === 'object') && test.shape.includes(at.kind)))
    return false
  if (test.head) {
    const [head] = at.kind === 'list' ? at.items : []
    // Of a list that was filled bit by bit the constants are known.
    const [known] = values.holds(value)
    const isKnown = known !== undefined && (test.head.is?.includes(known) ?? false)
    if (head ? !passes(test.head, head, unit, values, trace) : !isKnown) return false
  }
  if (test.does) {
    const definition = at.kind === 'function' ? at.definition : namedFunction(at, unit)
    if (!definition || does(definition) !== test.does) return false
  }
  if (test.first) {
    const first = at.kind === 'call' ? argumentAt(at.args, 0) : undefined
    if (!first || !passes(test.first, first, unit, values, trace)) return false
  }
  if (test.any && !test.any.some((one) => passes(one, value, unit, values, trace))) return false
  return !(
    test.not &&
    passes(test.not, value, unit, values, { steps: [], ...(trace.category && { category: trace.category }) })
  )
}

/** The names of constants that `|` joins, through variables. */
function flagsOf(value: Expression, values: Values): string[] {
  values.spend(1)
  const at = values.resolve(value)
  if (at.kind === 'other' && at.operator === '|') return at.parts.flatMap((part) => flagsOf(part, values))
  return [values.path(value), values.path(at)]
}

/** Joins below what comes first; other functions of that name (`os.path.join`, `urljoin`) begin anew at a slash or scheme. */
const JOINS = /^(?:path|filepath|posix|url)\.(?:Join|join|JoinPath)$/
/** Builders of addresses by what they begin with, and the methods of theirs that replace it. */
const BUILDS = /^(?:fromUriString|fromHttpUrl|fromUri|fromPath)$/
const REPLACES = /\.(?:host|uri|authority|scheme|uriComponents|schemeSpecificPart)\(/

/** The part of a joined or built address that its host comes from. */
function baseOf(at: Expression): Expression | undefined {
  if (at.kind !== 'call') return undefined
  if (JOINS.test(at.callee.node.text)) return at.args[0]?.value
  if (REPLACES.test(at.node.text)) return undefined
  let root: Expression = at
  while (root.kind === 'call' && root.callee.kind === 'member') {
    if (BUILDS.test(root.callee.property)) return root.args[0]?.value
    root = root.callee.object
  }
  return undefined
}

/**
 * `https://api.example.com/` + id, `/users/` + id, base + `?` + query: whatever a request adds behind the host or the
 * beginning of a path, the host stays. What is asked about is in nobody's hands but those named.
 */
function leadsToKnownHost(value: Expression, values: Values, asked: readonly Origin[]): boolean {
  const isAsked = (one: Expression): boolean => asked.includes(values.origin(one, 'url'))
  const at = values.resolve(value)
  // `base + path`, where neither is known.
  if (at.kind === 'other' && at.operator === '+') {
    const [left] = at.parts
    return left !== undefined && (!isAsked(left) || leadsToKnownHost(left, values, asked))
  }
  const base = baseOf(at)
  if (base) return !isAsked(base) || leadsToKnownHost(base, values, asked)
  let before = ''
  for (const piece of values.pieces(value)) {
    if ('hole' in piece && isAsked(piece.hole)) break
    before += 'text' in piece ? piece.text : '~'
  }
  before = before.replace(/^[\s'"]*location\s*:\s*/i, '').replace(/^['"]/, '')
  const host = before.replace(/^[a-z]+:\/\//i, '')
  // What comes first without being the request's is the address of something, up to its path.
  if (before.startsWith('~')) return true
  return /^[^/?#]+[/?#]/.test(host) || (host === before && /^\/[^/\\]/.test(host))
}

/** The text of a value, its parts as dangerous as they are where the rule looks. */
function piecesOf(value: Expression, values: Values, trace: Trace): Piece[] {
  return values
    .pieces(value)
    .map((piece) =>
      'hole' in piece && piece.origin === 'request'
        ? { ...piece, origin: values.origin(piece.hole, trace.category) }
        : piece,
    )
}

/** Notes where a text was put together, and with what, when that is another line than its use. */
function follow(value: Expression, at: Expression, hole: Expression, trace: Trace): void {
  trace.hole = hole
  const line = (node: SyntaxNode): number => node.region.startLine
  if (at !== value && line(at.node) !== line(value.node)) {
    trace.steps.push({ node: at.node, message: 'The text is put together here' })
  } else if (line(hole.node) !== line(value.node)) {
    trace.steps.push({ node: hole.node, message: 'This part is not constant' })
  }
}

/** The way of a dangerous value to where it is used, without what stands on that line itself. */
function flowTo(value: Expression, values: Values, unit: Unit): Trace['steps'] {
  const line = value.node.region.startLine
  return values
    .steps(value)
    .filter((step) => step.path !== unit.path || step.node.region.startLine !== line)
    .map(({ node, message, path }) => ({ node, message, ...(path !== unit.path && { path }) }))
}

/** The one function of the file that a name in the place of a value means. */
function namedFunction(value: Expression, unit: Unit): FunctionScope | undefined {
  const own = value.kind === 'member' && value.object.kind === 'name' && value.object.name === 'this'
  const name = value.kind === 'name' ? value.name : own ? value.property : undefined
  if (name === undefined) return undefined
  const [only, another] = unit.functions.filter((scope) => scope.name === name)
  return another ? undefined : only
}

function does(definition: FunctionScope): ValueTest['does'] {
  const body = bodyOfFunction(definition.node)
  if (!body) return undefined
  // Kotlin writes `true` as a name, and what a lambda takes beside what it does.
  const isTrue = (node: SyntaxNode): boolean => node.type === 'true' || node.text === 'true'
  if (isTrue(body)) return 'return-true'
  if (!/block|body|lambda_literal/.test(body.type)) return undefined
  // Go keeps its statements, and what it returns, in lists of their own.
  const unwrap = (node: SyntaxNode): SyntaxNode[] =>
    node.namedChildren.flatMap((child) =>
      /^(?:statement|expression)_list$/.test(child.type) ? child.namedChildren : [child],
    )
  const statements = unwrap(body).filter((child) => child.type !== 'lambda_parameters')
  const [only] = statements
  if (statements.length === 0) return body.start < body.end ? 'nothing' : undefined
  if (statements.length > 1 || !only) return undefined
  if (body.type === 'lambda_literal' && isTrue(only)) return 'return-true'
  if (!/^return_(?:statement|expression)$/.test(only.type)) return undefined
  const [returned] = unwrap(only)
  if (!returned || returned.type === 'nil') return 'nothing'
  return isTrue(returned) ? 'return-true' : undefined
}
