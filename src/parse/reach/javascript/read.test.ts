import { expect, test } from 'vitest'
import type { FileFacts, UnitFact } from '../facts.ts'
import { readScript } from './read.ts'

function factsOf(text: string, path = 'a.ts'): FileFacts {
  const read = readScript(path, text)
  if (read.kind === 'unread') throw new Error(read.why)
  return read.facts
}

function unitOf(text: string, name: string, path?: string): UnitFact {
  const unit = factsOf(text, path).units.find((one) => one.name === name)
  if (!unit) throw new Error(`no unit ${name}`)
  return unit
}

test.each([
  ['function f() {}', 'function f'],
  ['const f = () => {}', 'function f'],
  ['export default function () {}', 'function default'],
  ['class A { m() {} get g() { return 1 } #p() {} }', 'class A, member m, member g, member p'],
  ['class A { constructor() {} }', 'class A, member constructor'],
  ['class A { f = () => 1 }', 'class A, member f'],
  ['const o = { f() {}, g: () => 1 }', 'value o, member f, member g'],
  ['export const h = wrap(async () => 1)', 'value h'],
  ['app.get = function () {}', 'member get'],
  ['app.set = app.header = function () {}', 'member set, member header'],
  ['exports.run = function () {}', 'function run'],
  ['module.exports = class Pool {}', 'class Pool'],
  ['list.map(() => 1)', ''],
  ['function f(): void\nfunction f() {}', 'function f'],
  ['interface A { m(): void }; type B = () => void', ''],
])('%s: %s', (text, units) => {
  const found = factsOf(text, /exports/.test(text) ? 'a.js' : 'a.ts').units.slice(1)
  expect(found.map(({ kind, name }) => `${kind} ${name}`).join(', ')).toBe(units)
})

test('names that a function declares are not names of the file', () => {
  const unit = unitOf('import { a, b } from "./m"\nfunction f(a) { const c = a + b; return c }', 'f')
  expect(unit.names).toEqual(['b'])
})

test('a method of a parameter is one of that name, of a module exactly that', () => {
  const unit = unitOf('import * as mail from "./mail"\nfunction f(pay) { pay.charge(); mail.send() }', 'f')
  expect(unit.properties).toContain('charge')
  expect(unit.members).toEqual([['mail', 'send']])
})

test.each([
  ['import { a as b } from "./m"', 'static ./m a>b'],
  ['import d, * as n from "./m"', 'static ./m default>d *>n'],
  ['import type { A } from "./m"', ''],
  ['import { type A, b } from "./m"', 'static ./m b>b'],
  ['import "./m"', 'static ./m '],
  ['export { a as b } from "./m"', 'reexport ./m a>b'],
  ['export * from "./m"', 'reexport ./m *>*'],
  ['export * as n from "./m"', 'reexport ./m *>n'],
  ['const { a: b } = require("./m")', 'static ./m a>b'],
  ['const a = require("./m").b', 'static ./m b>a'],
  ['function f() { const m = require("./m") }', 'lazy ./m *>m'],
  ['const f = async () => { const { a } = await import("./m") }', 'lazy ./m a>a'],
])('%s is %s', (text, expected) => {
  const { imports } = factsOf(text, text.includes('require') ? 'a.js' : 'a.ts')
  const shown = imports.map(
    ({ kind, specifier, names }) => `${kind} ${specifier} ${names.map((pair) => pair.join('>')).join(' ')}`,
  )
  expect(shown.join('; ')).toBe(expected)
})

test.each([
  ["test('x', () => {})", 'loaded'],
  ["import { it as check } from 'vitest'\ncheck('x', () => {})", 'loaded'],
  ["describe.each([1])('x %s', () => {})", 'loaded'],
  ["const t = require('tap'); t.test('x', (t) => t.end())", 'loaded'],
  ['describe(Pay.name, function () {})', 'loaded'],
  ["const test = (name) => name; test('x')", undefined],
  ["router.test('x', handler)", undefined],
  ["export const cases = () => { it('x', () => {}) }", 'called'],
])('%s: registers tests: %s', (text, registers) => {
  expect(factsOf(text, 'a.js').registersTests).toBe(registers)
})

test.each([
  ["vi.mock('./mail')", ['./mail']],
  ["jest.mock('./mail', () => ({ send: jest.fn() }))", ['./mail']],
  ["vi.mock('./mail', async (original) => ({ ...(await original()), send: vi.fn() }))", []],
  ["jest.mock('./mail', () => ({ ...jest.requireActual('./mail'), send: jest.fn() }))", []],
  ["vi.mock('./mail', { spy: true })", []],
])('%s puts a mock in the place of %j', (text, mocks) => {
  expect(factsOf(text, 'a.js').mocks).toEqual(mocks)
})

test('what no person writes is not read', () => {
  expect(readScript('a.js', '('.repeat(100_000))).toMatchObject({ kind: 'unread' })
  expect(readScript('a.js', 'x;'.repeat(1_500_000))).toMatchObject({ kind: 'unread' })
  expect(readScript('a.js', 'this is no code')).toMatchObject({ kind: 'unread' })
})
