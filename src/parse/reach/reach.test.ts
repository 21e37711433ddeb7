import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FileFacts } from './facts.ts'
import { CallGraph } from './graph.ts'
import { readScript } from './javascript/read.ts'
import { reach } from './reach.ts'
import { moduleResolver } from '../modules/resolve.ts'

type Files = Readonly<Record<string, string>>

function graphOf(files: Files, order = Object.keys(files)): CallGraph {
  const facts = new Map<string, FileFacts>()
  for (const path of order) {
    const read = readScript(path, files[path] ?? '')
    if (read.kind === 'unread') throw new Error(`${path}: ${read.why}`)
    facts.set(path, read.facts)
  }
  return new CallGraph(facts, moduleResolver(new Set(order), { packages: new Map(), configs: new Map() }))
}

/** Names of the units of other files that `test.js` reaches, sorted. */
function reached(files: Files, order?: string[]): string[] {
  const graph = graphOf(files, order)
  const found = reach(graph, { tests: ['test.js'] })
  const names: string[] = []
  for (const path of graph.files()) {
    if (path === 'test.js') continue
    const file = graph.file(path)
    for (const [index, { name }] of file?.facts.units.entries() ?? [])
      if (index > 0 && file && found.has(file.first + index)) names.push(name)
  }
  return names.toSorted()
}

const CASES: readonly { what: string; files: Files; reaches: string[] }[] = [
  {
    what: 'only what is called',
    files: {
      'a.js': 'export const f = () => g()\nfunction g() {}\nexport const h = () => 1',
      'test.js': 'import { f } from "./a.js"\nf()',
    },
    reaches: ['f', 'g'],
  },
  {
    what: 'through barrels and new names',
    files: {
      'a.js': 'export const f = () => 1, h = () => 2',
      'b.js': 'export { f as g } from "./a.js"',
      'index.js': 'export * from "./b.js"',
      'test.js': 'import { g } from "./index.js"\ng()',
    },
    reaches: ['f'],
  },
  {
    what: 'a cycle of barrels',
    files: {
      'a.js': 'export * from "./b.js"\nexport const f = () => 1',
      'b.js': 'export * from "./a.js"\nexport const g = () => 1',
      'test.js': 'import { g, nothing } from "./a.js"\ng(nothing)',
    },
    reaches: ['g'],
  },
  {
    what: 'methods of classes that live',
    files: {
      'a.js': 'export class A { pay() { return 1 } }\nexport class B { pay() { return 2 } }',
      'test.js': 'import { A } from "./a.js"\nnew A().pay()',
    },
    reaches: ['A', 'pay'],
  },
  {
    what: 'methods of a class that inherits',
    files: {
      'a.js': 'export class Base { pay() { return this.net() } net() { return 1 } }',
      'b.js': 'import { Base } from "./a.js"\nexport class A extends Base {}',
      'test.js': 'import { A } from "./b.js"\nnew A().pay()',
    },
    reaches: ['A', 'Base', 'net', 'pay'],
  },
  {
    what: 'exports of CommonJS by name',
    files: {
      'a.js': 'function f() {}\nfunction g() {}\nmodule.exports = { f, renamed: g }',
      'test.js': 'const { renamed } = require("./a.js")\nrenamed()',
    },
    reaches: ['g'],
  },
  {
    what: 'a module that is handed on whole, by the names that are spoken',
    files: {
      'a.js': 'exports.f = () => 1\nexports.g = () => 2',
      'test.js': 'const a = require("./a.js")\nrun(a)\nfunction run(x) { x.f() }',
    },
    reaches: ['f'],
  },
  {
    what: 'all of a module whose values are listed',
    files: {
      'a.js': 'export const f = () => 1\nexport const g = () => 2',
      'test.js': 'import * as a from "./a.js"\nfor (const one of Object.values(a)) one()',
    },
    reaches: ['f', 'g'],
  },
  {
    what: 'not what a module of the same name has',
    files: {
      'a.js': 'export class A { parse() {} }\nexport const a = () => new A()',
      'test.js': 'import { a } from "./a.js"\na(); JSON.parse("1")',
    },
    reaches: ['A', 'a'],
  },
  {
    what: 'programs by their path',
    files: {
      'bin/run.js': 'main()\nfunction main() {}',
      'test.js': 'import { fork } from "node:child_process"\nfork("./bin/run.js")',
    },
    reaches: ['main'],
  },
  {
    what: 'modules of a folder that are loaded by name',
    files: {
      'x/load.js': 'module.exports = (name) => require("./parts/" + name)',
      'x/parts/one.js': 'exports.run = () => 1',
      'test.js': 'const load = require("./x/load.js")\nload("one").run()',
    },
    reaches: ['=', 'run'],
  },
  {
    what: 'a variable that holds a function',
    files: {
      'a.js':
        'export function f(x) { let done\nif (x) done = () => g()\nreturn done?.() }\nconst g = () => 1',
      'test.js': 'import { f } from "./a.js"\nf(1)',
    },
    reaches: ['f', 'g'],
  },
]

test.each(CASES)('reaches $what', ({ files, reaches }) => {
  expect(reached(files)).toEqual(reaches)
})

test.each(CASES)('the order of files is no matter: $what', ({ files, reaches }) => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(Object.keys(files), { minLength: Object.keys(files).length }),
      (order) => {
        expect(reached(files, order)).toEqual(reaches)
      },
    ),
    { numRuns: 10 },
  )
})

test('a file without which tests run reaches nothing', () => {
  const graph = graphOf(CASES[0]?.files ?? {})
  const found = reach(graph, { tests: ['test.js'], without: 'a.js' })
  expect(found.loads('a.js')).toBe(false)
})
