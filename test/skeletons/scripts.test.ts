import { join } from 'node:path'
import { expect, test } from 'vitest'
import { countOf, type Files, Folder, made } from './made.ts'

const bin = (name: string): string => join(import.meta.dirname, '../../node_modules/.bin', name)

const ES = `
export function rounded(gross, digits = 2) {
  if (gross < 0) throw new RangeError('negative')
  switch (digits) {
    case 0: return Math.round(gross)
    default: return Number(gross.toFixed(digits))
  }
}
export const later = async (items, { limit }) => {
  if (!items) { throw new Error('no items') }
  return items.slice(0, limit)
}
export default class Till {
  #open = false
  constructor(name) { this.name = name }
  static of(name) { return new Till(name) }
  get title() { return this.name }
  open(callback) { if (this.#open) { throw new Error('open') } this.#open = true; callback() }
}
export const api = { deep: { list(page) { return page > 1 ? [] : [1] } } }
function hidden(a) { return a ? 1 : 2 }
`
const CJS = `
'use strict'
module.exports = { rounded, later }
function rounded(gross) {
  if (gross < 0) throw new RangeError('negative')
  return Math.round(gross)
}
async function later(items) {
  if (!items) throw new Error('no items')
  return items
}
`
const WHOLE = `
var app = exports = module.exports = {}
app.handle = function handle(req, res) { if (!req) { throw new TypeError('req') } res.end() }
`

/** Runs a test and says how many of its cases failed, and that each failed on what is not written yet. */
const NODE_CASES = /^\s*(?:it|test)\(/gm

test.each<[name: string, files: Files, path: string]>([
  [
    'modules',
    { 'package.json': '{"type":"module","scripts":{"test":"node --test"}}', 'src/a.js': ES },
    'src/a.js',
  ],
  ['CommonJS', { 'package.json': '{"scripts":{"test":"node --test"}}', 'lib/a.js': CJS }, 'lib/a.js'],
  ['a whole module', { 'package.json': '{}', 'lib/a.js': WHOLE }, 'lib/a.js'],
  [
    "node:test in Fastify's manner",
    {
      'package.json': '{}',
      'lib/a.js': CJS,
      'lib/b.js': '',
      'test/b.test.js':
        "const { test } = require('node:test')\nconst b = require('../lib/b')\ntest('b', (t) => {\n  t.assert.strictEqual(b(), 1)\n})\n",
    },
    'lib/a.js',
  ],
])('node:test runs it, and every case fails: %s', async (_, files, path) => {
  const skeleton = await made(files, path)
  expect(skeleton.framework).toBe('node:test')
  using folder = new Folder({ ...files, [skeleton.path]: skeleton.text })
  const { out } = folder.run(process.execPath, '--test', '--test-reporter=tap', skeleton.path)
  const cases = countOf(skeleton.text, NODE_CASES)
  expect(cases).toBeGreaterThan(0)
  expect(out).toContain('# pass 0')
  expect(out).toContain(`# fail ${cases}`)
  expect(out).not.toMatch(/SyntaxError|ReferenceError|ERR_MODULE_NOT_FOUND|is not a (?:function|constructor)/)
})

test('Vitest runs it, and every case fails', async () => {
  const files = { 'package.json': '{"type":"module","devDependencies":{"vitest":"5"}}', 'src/a.js': ES }
  const skeleton = await made(files, 'src/a.js')
  expect(skeleton).toMatchObject({ framework: 'vitest', path: 'src/a.test.js', exists: false })
  using folder = new Folder({ ...files, [skeleton.path]: skeleton.text }, true)
  const { out } = folder.run(bin('vitest'), 'run', '--reporter=tap-flat', '--root', folder.dir)
  expect(countOf(out, /^not ok/gm)).toBe(countOf(skeleton.text, NODE_CASES))
  expect(out).not.toMatch(/^ok/m)
  expect(out).not.toMatch(/ReferenceError|is not a constructor/)
})

/** What stands in for runners that are no dependency of this project: it registers cases, runs them and counts. */
const STUB = `
const cases = []
const names = ['describe', 'context', 'suite']
for (const name of names) globalThis[name] = (title, body) => body()
const it = (title, body) => cases.push({ title, body })
globalThis.it = globalThis.test = it
export default it
globalThis.expect = (value) => ({
  toBe(other) { if (value !== other) throw new Error('expected ' + other) },
  toThrow(message) { try { value() } catch (error) { if (error.message.includes(message)) return; throw new Error('expected ' + message) } throw new Error('expected ' + message) },
  get rejects() { return { toThrow: async (message) => { await value.then(() => {}, () => {}); throw new Error('expected ' + message) } } },
})
const assert = await import('node:assert')
const t = { is: assert.strictEqual, fail: assert.fail, throws: assert.throws, throwsAsync: assert.rejects }
process.on('beforeExit', async () => {
  const all = cases.splice(0)
  if (all.length === 0) return
  let failed = 0
  for (const { title, body } of all) {
    try { await body(t) } catch (error) { if (!(error instanceof ReferenceError || error instanceof SyntaxError)) failed++; else console.log(String(error)) }
  }
  console.log('cases ' + all.length + ' failed ' + failed)
})
`

test.each<[framework: string, files: Files, path: string]>([
  ['jest', { 'package.json': '{"devDependencies":{"jest":"30"}}', 'src/a.js': CJS }, 'src/a.js'],
  ['mocha', { 'package.json': '{"devDependencies":{"mocha":"11"}}', 'src/a.js': CJS }, 'src/a.js'],
  [
    'mocha',
    { 'package.json': '{"devDependencies":{"mocha":"11","chai":"6"},"type":"module"}', 'src/a.js': ES },
    'src/a.js',
  ],
  ['ava', { 'package.json': '{"devDependencies":{"ava":"6"},"type":"module"}', 'src/a.js': ES }, 'src/a.js'],
])('%s: it loads, and every case fails', async (framework, files, path) => {
  const skeleton = await made(files, path)
  expect(skeleton.framework).toBe(framework)
  const text = skeleton.text.replace(/(['"])ava\1/, "'./stub.mjs'")
  const folderOf = skeleton.path.slice(0, skeleton.path.lastIndexOf('/') + 1)
  using folder = new Folder(
    {
      ...files,
      [skeleton.path]: text,
      'stub.mjs': STUB,
      [`${folderOf}stub.mjs`]: "export { default } from '../stub.mjs'\n",
    },
    true,
  )
  const { out } = folder.run(process.execPath, '--import', './stub.mjs', skeleton.path)
  const cases = countOf(skeleton.text, NODE_CASES)
  expect(out).toContain(`cases ${cases} failed ${cases}`)
  expect(cases).toBeGreaterThan(2)
})

const TS = `
export type Kind = 'net' | 'gross'
export interface Order { id: string; lines: number[] }
export enum State { open, closed }
export function total(order: Order, kind: Kind, rates: readonly number[], at?: Date): number {
  if (kind === 'net') return 0
  return at ? order.lines.length : rates.length
}
export async function charge(this: void, order: Order, mode: 'now' | 'later', { retries }: { retries: number }, ...rest: string[]): Promise<void> {
  if (retries > 3 && !order.id) throw new Error('too many')
}
export function pick<T extends Order>(list: T[], by: (one: T) => boolean): T | undefined {
  return list.find(by)
}
export function narrow(value: unknown, state: State, ids: Map<string, Set<number>>): value is string {
  switch (state) { case State.open: return true; default: return false }
}
export default class Ledger<T> {
  private entries: T[] = []
  constructor(private readonly name: string, protected kind?: Kind) {}
  get size(): number { return this.entries.length }
  add(entry: T, [first]: [number, string]): this { if (first > 1) { throw new Error(this.name) } this.entries.push(entry); return this }
  static async open(name: string | null): Promise<Ledger<string>> { return new Ledger(name ?? '') }
  private secret() { return this.kind ?? 1 }
  open() { return this.secret() }
}
export class Refund extends Ledger<string> { again(count: number) { return count > 1 } }
export function onTill(this: Ledger<string>, mode: State | 'now' = 'now') { return mode === 'now' ? this.size : 0 }
export const typed: (order: Order, more: number) => number = () => 1
export abstract class Base { run(a: number) { return a > 1 } static make(a: bigint) { return a } }
export const handlers = { async create(input: Partial<Order>): Promise<Order> { return { id: '', lines: [], ...input } } } as const
`

const RUNNERS: Files = {
  vitest: '{"devDependencies":{"vitest":"5"}}',
  mocha: '{"devDependencies":{"mocha":"11"}}',
  chai: '{"devDependencies":{"mocha":"11","chai":"6"}}',
  jest: '{"devDependencies":{"jest":"30"}}',
  ava: '{"devDependencies":{"ava":"6"}}',
  node: '{"type":"module"}',
}
const SHIMS = `
declare function describe(title: string, body: () => void): void
declare function it(title: string, body: () => void | Promise<void>): void
declare function test(title: string, body: () => void | Promise<void>): void
declare function expect<T>(value: T): {
  toBe<E = any>(expected: E): void
  toThrow(error?: string): void
  rejects: { toThrow(error?: string): Promise<void> }
}
declare module 'ava' {
  interface Assertions {
    is<Actual, Expected extends Actual>(actual: Actual, expected: Expected): boolean
    fail(message?: string): never
    throws(run: () => unknown, expectation?: { message: string }): unknown
    throwsAsync(run: () => PromiseLike<unknown>, expectation?: { message: string }): Promise<unknown>
  }
  export default function test(title: string, body: (t: Assertions) => void | Promise<void>): void
}
`

test('TypeScript accepts it, strictly, whatever runs it', async () => {
  const files: Record<string, string> = {
    'shims.d.ts': SHIMS,
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        module: 'esnext',
        moduleResolution: 'bundler',
        target: 'esnext',
        skipLibCheck: true,
        noUnusedLocals: true,
        types: ['node'],
        esModuleInterop: true,
      },
    }),
  }
  const frameworks: string[] = []
  for (const [name, manifest] of Object.entries(RUNNERS)) {
    const skeleton = await made({ 'package.json': manifest, 'src/a.ts': TS }, 'src/a.ts')
    frameworks.push(skeleton.framework)
    files[`${name}/src/a.ts`] = TS
    files[`${name}/${skeleton.path}`] = skeleton.text
  }
  expect(frameworks).toEqual(['vitest', 'mocha', 'mocha', 'jest', 'ava', 'node:test'])
  using folder = new Folder(files, true)
  const { code, out } = folder.run(bin('tsc'), '-p', '.')
  expect(`${code} ${out}`).toBe('0 ')
})
