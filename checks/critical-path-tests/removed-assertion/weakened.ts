import type { Language, SyntaxNode } from '../../../src/parse/code/index.ts'
import { normalise } from './assertions.ts'

/** An assertion that now accepts more than it did. */
export interface Weakened {
  before: SyntaxNode
  after: SyntaxNode
  /** For people: `toBe(3) became toBeTruthy()`. */
  how: string
}

/** An assertion taken apart: what it is about, and what it asks of that. */
interface Asked {
  node: SyntaxNode
  /** Without layout. */
  subject: string
  /** `toBe`, `assertEqual`… */
  matcher: string
  /** Without layout; empty for a matcher that takes nothing. */
  expected: string
}

const EXACT =
  /^(?:toBe|toEqual|toStrictEqual|toMatchObject|toHaveLength|toHaveBeenCalledWith|toHaveBeenCalledTimes|assertEqual|assertEquals|assertSame|equal|strictEqual|deepEqual|deepStrictEqual|Equal|Equals|AreEqual|eq|eql|==)$/
/** Accept nearly anything. A value of the kind that they look for is asked for exactly by an exact matcher. */
const LOOSE =
  /^(?:toBeTruthy|toBeDefined|toBeFalsy|toHaveBeenCalled|toBeInstanceOf|assertTrue|assertIsNotNone|assertNotNull|assertIsInstance|ok|NotNil|NotNull|NotEmpty|IsNotNull|be_truthy|be_present|truth)$/
const ANYTHING = /expect\.any(?:thing)?\(|\bmock\.ANY\b|(?<![\w.])ANY\b|mock\.Anything/g

/**
 * The first assertion of a test that was weakened: the same subject, asked for exactly before and loosely now.
 * None where the test also gained an exact assertion about that subject.
 */
export function weakened(
  before: readonly SyntaxNode[],
  after: readonly SyntaxNode[],
  language: Language,
): Weakened | undefined {
  const known = new Set([...before, ...after].map(normalise))
  const kept = new Set(after.map(normalise))
  const was = new Set(before.map(normalise))
  if (known.size === kept.size) return undefined
  const gone = before
    .filter((node) => !kept.has(normalise(node)))
    .flatMap((node) => asked(node, language) ?? [])
  const fresh = after
    .filter((node) => !was.has(normalise(node)))
    .flatMap((node) => asked(node, language) ?? [])
  for (const old of gone) {
    if (!EXACT.test(old.matcher)) continue
    const about = fresh.filter(({ subject }) => speaksOf(subject, old.subject))
    const loose = about.find((now) => isLooser(old, now))
    if (!loose || about.some((now) => EXACT.test(now.matcher) && !isLooser(old, now))) continue
    return { before: old.node, after: loose.node, how: `${inWords(old)} became ${inWords(loose)}` }
  }
  return undefined
}

function isLooser(old: Asked, now: Asked): boolean {
  if (now.subject !== old.subject) return false
  if (LOOSE.test(now.matcher)) return !/^(?:true|True|false|False|undefined|null)$/.test(old.expected)
  return now.matcher === old.matcher && count(now.expected) > count(old.expected)
}

function count(text: string): number {
  return [...text.matchAll(ANYTHING)].length
}

/** A subject, or a part of it or of what it is taken from. */
function speaksOf(subject: string, other: string): boolean {
  return subject === other || subject.startsWith(`${other}.`) || other.startsWith(`${subject}.`)
}

function inWords({ matcher, expected }: Asked): string {
  const short = expected.length > 40 ? `${expected.slice(0, 40)}…` : expected
  return `${matcher}(${short})`
}

function asked(node: SyntaxNode, language: Language): Asked | undefined {
  if (language === 'python' && node.type === 'assert_statement') return pythonAssert(node)
  const callee = node.child('function')
  if (language === 'ruby') return rubyExpect(node)
  // `expect(subject).not.toBe(expected)`: what is denied is no exact value.
  if (callee?.type === 'member_expression' && callee.child('object')?.type === 'call_expression') {
    const expectation = callee.child('object')
    if (expectation?.child('function')?.text !== 'expect') return undefined
    return {
      node,
      subject: argumentsOf(expectation).join(','),
      matcher: callee.child('property')?.text ?? '',
      expected: argumentsOf(node).join(','),
    }
  }
  return assertCall(node, language)
}

/** JUnit, xUnit and PHPUnit name the expected value first; testify too, after the test. */
const EXPECTED_FIRST = new Set<Language>(['java', 'c-sharp', 'php', 'go'])

function assertCall(node: SyntaxNode, language: Language): Asked | undefined {
  const name = (node.child('function') ?? node.child('name'))?.text.split(/[.>:]/).at(-1) ?? ''
  if (!EXACT.test(name) && !LOOSE.test(name)) return undefined
  const values = argumentsOf(node)
  if (language === 'go') values.shift()
  if (!EXACT.test(name)) return { node, subject: values[0] ?? '', matcher: name, expected: '' }
  const [first = '', second = ''] = values
  return EXPECTED_FIRST.has(language)
    ? { node, subject: second, matcher: name, expected: first }
    : { node, subject: first, matcher: name, expected: second }
}

function pythonAssert(node: SyntaxNode): Asked | undefined {
  const [condition] = node.namedChildren
  if (!condition) return undefined
  if (condition.type !== 'comparison_operator')
    return { node, subject: normalise(condition), matcher: 'truth', expected: '' }
  const [left, right] = condition.namedChildren
  const operator = condition.children.find(({ named }) => !named)?.text ?? ''
  if (!left || !right || condition.namedChildren.length !== 2) return undefined
  if (operator === '==') return { node, subject: normalise(left), matcher: '==', expected: normalise(right) }
  return operator.startsWith('is') && operator !== 'is' && right.text === 'None'
    ? { node, subject: normalise(left), matcher: 'assertIsNotNone', expected: '' }
    : undefined
}

/** `expect(subject).to eq(expected)` */
function rubyExpect(node: SyntaxNode): Asked | undefined {
  const [matcher] = node.child('arguments')?.namedChildren ?? []
  const expectation = node.child('receiver')
  if (!matcher || node.child('method')?.text !== 'to' || expectation?.child('method')?.text !== 'expect')
    return undefined
  return {
    node,
    subject: argumentsOf(expectation).join(','),
    matcher: matcher.child('method')?.text ?? matcher.text,
    expected: argumentsOf(matcher).join(','),
  }
}

function argumentsOf(node: SyntaxNode): string[] {
  return (node.child('arguments')?.namedChildren ?? []).map(normalise)
}
