import type { CodeBranch } from '../code/functions/index.ts'
import type { SyntaxNode } from '../code/index.ts'
import { type Asked, askedOf, holderOf, partsOf, subjectOf } from './asked.ts'
import { MAX_CASES, type Wanted } from './skeleton-types.ts'

/** One test of a function: what it is called, and what the code does there. */
export interface TestCase {
  /** Words without quotes, back slashes or line ends: safe in any string of any language. */
  title: string
  outcome: 'throws' | 'returns'
  /** What the branch asks of values, by their names. */
  asks: ReadonlyMap<string, Asked>
}

/** Longest part of a condition that is taken over as it stands. */
const MAX_ATOM = 40
const MAX_TITLE = 100

const WORDS: Readonly<Record<string, string>> = {
  '===': 'is',
  '==': 'is',
  '!==': 'is not',
  '!=': 'is not',
  '<': 'is below',
  '>': 'is above',
  '<=': 'is at most',
  '>=': 'is at least',
  '&&': 'and',
  '||': 'or',
  '??': 'or else',
  '!': 'not',
  instanceof: 'is a',
  in: 'is in',
}

const NOTHING: ReadonlyMap<string, Asked> = new Map()

/** The usual case of a function where it has one, and one for each branch. */
export function casesOf({ branches, usual }: Wanted): TestCase[] {
  const told = branches.filter(({ kind }) => kind !== 'operator')
  const cases: TestCase[] = []
  if (told.length === 0) cases.push({ title: 'does what it should', outcome: 'returns', asks: NOTHING })
  else if (usual) cases.push({ title: 'in the usual case', outcome: 'returns', asks: NOTHING })
  const seen = new Set<string>()
  for (const branch of told) {
    if (cases.length >= MAX_CASES) break
    const found = caseOf(branch)
    if (seen.has(found.title)) continue
    seen.add(found.title)
    cases.push(found)
  }
  return cases
}

function caseOf(branch: CodeBranch): TestCase {
  const outcome = outcomeOf(branch)
  const when = whenOf(branch)
  return {
    title: shortened(safeWords(outcome === 'throws' ? `throws ${when}` : when)),
    outcome,
    asks: askedOf(branch),
  }
}

function whenOf({ kind, node }: CodeBranch): string {
  switch (kind) {
    case 'handler':
      return 'when a call in it fails'
    case 'case':
      return whenCase(node)
    default: {
      const condition = node.child('condition') ?? node.namedChildren[0]
      const failed = condition && failedCall(node, condition)
      if (failed !== undefined) return `when ${failed} fails`
      const when = node.type.startsWith('unless') ? 'unless' : 'when'
      return condition ? `${when} ${inWords(condition)}` : 'in the other case'
    }
  }
}

/** What failed where Go asks `err != nil`: the call that the error came from, in the same statement or the one before. */
function failedCall(node: SyntaxNode, condition: SyntaxNode): string | undefined {
  if (!/^\w*[eE]rr\w* != nil$/.test(condition.text)) return undefined
  const siblings = node.parent?.namedChildren ?? []
  const from = node.child('initializer') ?? siblings[siblings.indexOf(node) - 1]
  const call = [...(from?.walk() ?? [])].find(({ type }) => type === 'call_expression')
  const name = call?.child('function')?.text
  return name !== undefined && /^[\w.]{1,60}$/.test(name) ? name : undefined
}

function whenCase(node: SyntaxNode): string {
  const value = node.child('value') ?? node.child('pattern') ?? node.namedChildren[0]
  const isDefault =
    /default/.test(node.type) || /^(?:default\b|_$|else\b)/.test(value?.text ?? '') || value === undefined
  const about = subjectOf(node)
  // Without a subject each case is a condition of its own.
  if (!about && value && !isDefault && !/match/.test(holderOf(node)?.type ?? 'match'))
    return `when ${inWords(value)}`
  const subject = about ? atom(about.text.replace(/^\((.*)\)$/s, '$1')) : 'the value'
  return isDefault
    ? `when ${subject} is something else`
    : `when ${subject} is ${atom(value.text)}`.replace(/ is case /, ' is ')
}

/** A condition in words: `!user || age < 18` is `not user or age is below 18`. */
export function inWords(node: SyntaxNode): string {
  const words = partsOf(node).map((part) => WORDS[part] ?? atom(part))
  const said = words
    .join(' ')
    .replaceAll(/\btypeof (\S+) is (not )?['"](\w+)['"]/g, (_, about: string, not = '', type: string) =>
      type === 'undefined' ? `${about} is ${not}undefined` : `${about} is ${not}a ${type}`,
    )
    .replaceAll(/\ba (?=[aeiou])/g, 'an ')
    .replaceAll(/(?<!\S)(\S+?)\??\.(?:length|size) is (?:(not) )?0\b/g, (_, about: string, not?: string) =>
      not === undefined ? `${about} is empty` : `${about} is not empty`,
    )
    .replaceAll(/(?<!\S)(\S+?)\??\.(?:length|size) is above 0\b/g, '$1 is not empty')
  return words.length > 2 ? said : alone(words)
}

/** A condition that is one value says nothing of what it is asked for. */
function alone(words: readonly string[]): string {
  const not = words.length === 2 && words[0] === 'not'
  const value = words.at(-1) ?? ''
  if (words.length === 2 && !not) return words.join(' ')
  const measured = /^(.+?)\??\.(?:length|size|count)$/.exec(value)?.[1]
  if (measured !== undefined) return `${measured} is ${not ? '' : 'not '}empty`
  if (/[)\]]$|\?$/.test(value)) return not ? `${value} does not hold` : `${value} holds`
  const isFlag = /(?:^|[._>])(?:is|has|can|should|was|are|did|must)(?:[A-Z_]|$)/.test(value)
  return `${value} is ${not ? (isFlag ? 'false' : 'not set') : isFlag ? 'true' : 'set'}`
}

/** A part of a condition as it stands, without layout; a long one by how it begins. */
function atom(text: string): string {
  const plain = text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\bawait /g, '')
    .replaceAll(/''|""/g, 'empty')
    .trim()
  if (plain.length <= MAX_ATOM) return plain
  const name = /^[\p{L}\p{N}_.$@:>-]{1,40}/u.exec(plain)?.[0]
  return name === undefined
    ? `${plain.slice(0, MAX_ATOM)}…`
    : `${name}${plain[name.length] === '(' ? '(…)' : '…'}`
}

/** Without what ends a string, begins an interpolation or is no word at all. */
function safeWords(text: string): string {
  return text
    .replaceAll(/\b(?:this|self)(?:\.|->)|[@$]this->|\bSelf::/g, '')
    .replaceAll('->', '.')
    .replaceAll(/["'`\\$#{}@~^]/g, '')
    .replaceAll(/[^\p{L}\p{N} _.,()[\]<>=!&|?:+*/%…-]/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
}

function shortened(title: string): string {
  if (title.length <= MAX_TITLE) return title
  return `${title.slice(0, title.lastIndexOf(' ', MAX_TITLE))} …`
}

/** What a branch does last, where it is plain to see. */
function outcomeOf({ node, kind }: CodeBranch): TestCase['outcome'] {
  if (kind === 'choice') return 'returns'
  const body = node.child('consequence') ?? node.child('body') ?? node
  const block = body.namedChildren
  const last = /^(?:throw|raise)_?/.test(body.type) ? body : block.at(-1)
  const text = (last ?? body).text.trimStart().slice(0, 40)
  return /^(?:throw|raise|fail)\b(?!\s*[:=.])/.test(text) ||
    (node.type.endsWith('_modifier') && /^(?:raise|fail)\b/.test(node.text))
    ? 'throws'
    : 'returns'
}
