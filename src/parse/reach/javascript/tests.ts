import type { Node } from './nodes.ts'
import { constantText, isFunction, nodeAt, nodesAt, textAt, unwrap } from './nodes.ts'

/** What the runners call a test or a group of tests, by whatever name they are imported. */
const REGISTERS = new Set(
  'it test describe context suite specify fit fdescribe xit xdescribe xtest bench'.split(' '),
)
/** Modules that run tests. */
const RUNNERS =
  /^(?:vitest|node:test|test|mocha|@jest\/globals|jest|ava|tap|tape|uvu|qunit|bun:test|jasmine|@playwright\/test|@std\/testing\/bdd|@japa\/runner|cypress|lab|@hapi\/lab|borp)$/

export function isRunner(specifier: string): boolean {
  return RUNNERS.test(specifier)
}

/**
 * Whether a call hands a test to a runner: `it('title', () => …)`, `test.each(rows)('title', …)`, `t.test('title', …)`.
 * @param runners local names that stand for something of a runner's module
 */
export function registersTest(call: Node, runners: ReadonlySet<string>): boolean {
  const list = nodesAt(call, 'arguments')
  if (!list.some((one) => isFunction(unwrap(one)) || unwrap(one)?.type === 'CallExpression')) return false
  const first = unwrap(list[0])
  const titled =
    constantText(first) !== undefined ||
    ['TemplateLiteral', 'BinaryExpression', 'Identifier', 'MemberExpression'].includes(first?.type ?? '')
  if (!titled) return false
  let callee = unwrap(nodeAt(call, 'callee'))
  let named = false
  while (callee && callee.type !== 'Identifier') {
    if (callee.type === 'MemberExpression') {
      named ||= REGISTERS.has(textAt(nodeAt(callee, 'property'), 'name') ?? '')
      callee = unwrap(nodeAt(callee, 'object'))
    } else if (callee.type === 'CallExpression') callee = unwrap(nodeAt(callee, 'callee'))
    else if (callee.type === 'TaggedTemplateExpression') callee = unwrap(nodeAt(callee, 'tag'))
    else return false
  }
  const root = textAt(callee, 'name') ?? ''
  return REGISTERS.has(root) || (runners.has(root) && (named || callee === unwrap(nodeAt(call, 'callee'))))
}
