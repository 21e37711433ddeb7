import type { FileChange, RuleContext } from '../../src/model/index.ts'
import { matcher, touches } from '../../src/model/index.ts'
import { type CodeTree, codeTree, MAX_FILES } from '../../src/parse/reach/code-tree.ts'
import type { Ecosystem } from '../../src/parse/reach/ecosystem.ts'
import type { CallGraph } from '../../src/parse/reach/graph.ts'
import { ECOSYSTEMS } from '../../src/parse/reach/ecosystems.ts'
import { push } from '../../src/parse/reach/joined-file.ts'
import { reach, type Reached } from '../../src/parse/reach/reach.ts'
import { loadersOf, unitAt, wayInWords } from '../../src/parse/reach/test-code.ts'
import type { ChangedFunction } from './changed-functions.ts'
import { isTestDataFor } from './conventions.ts'
import { isProduct } from './production.ts'
import { isTestSupport } from './test-files.ts'

/**
 * What speaks for a changed function, strongest first.
 * - `changed-test`: a test that this change wrote, or test code of it, reaches the function
 * - `named`: an existing test speaks its name
 * - `reached`: an existing test reaches it by way of other code
 * - `none`: no test reaches it
 */
export type Evidence =
  | { kind: 'changed-test' | 'named' | 'reached'; way: string[] }
  | { kind: 'none'; loaded: boolean }

const KNOWN = ECOSYSTEMS.map((ecosystem) => ({ ecosystem, matches: matcher([...ecosystem.code]) }))

/** The language whose tests are followed to the functions of a file; undefined where they are not. */
export function ecosystemOf(path: string): Ecosystem | undefined {
  return KNOWN.find(({ ecosystem, matches }) => matches(path) && !ecosystem.ignores?.(path))?.ecosystem
}

export interface TestEvidence {
  /** Undefined where the function's file is not among those that were read. */
  of(changed: ChangedFunction): Evidence | undefined
  /** The folder of the package that a file belongs to, where no test loads any code of it; empty for the repository's own. */
  untestedPackage(path: string): string | undefined
}

/**
 * Evidence for what this change did to the code of a language, by what tests of the head reach.
 * Undefined where the tree is too large; then that is named as not looked at.
 */
export function testEvidence(context: RuleContext, ecosystem: Ecosystem): Promise<TestEvidence | undefined> {
  return context.shared(`evidence:${ecosystem.id}`, async () => {
    const tree = await codeTree(ecosystem, context.changeSet.head, context.signal)
    if (!tree) {
      context.incomplete(`what tests reach: more than ${MAX_FILES} files of ${ecosystem.id}`)
      return undefined
    }
    const changed = new Set(context.changes.map(({ path }) => path).filter((path) => isProduct(path)))
    // A file that has nothing to do with this change is no reason to doubt it.
    for (const file of tree.unread)
      if (changed.has(file.slice(0, file.indexOf(': ')))) context.incomplete(file)
    return new TreeEvidence(tree, context.changeSet.changes, ecosystem)
  })
}

class TreeEvidence implements TestEvidence {
  private readonly tests: readonly string[]
  private readonly packages: readonly string[]
  private readonly tree: CodeTree
  private readonly loaded: readonly string[]
  private readonly changedTests: readonly string[]
  private readonly all: Reached
  private readonly changed: Reached
  private readonly touched: ReturnType<typeof touchedUnits>
  private readonly mockedIn = new Map<string, Set<string>>()
  private readonly without = new Map<string, Reached>()
  /** By package: a test that drives what it serves, one of this change where there is one. */
  private readonly drivers = new Map<string, { test: string; isChanged: boolean }>()

  constructor(tree: CodeTree, changes: readonly FileChange[], { drivesFromOutside }: Ecosystem) {
    this.tree = tree
    this.packages = tree.packages
    this.tests = tree.tests
    this.loaded = tree.loaded
    const touched = touchedUnits(tree, changes)
    this.touched = touched
    this.changedTests = [...changedTests(tree, changes), ...touched.keys()]
    this.all = reach(tree.graph, { tests: tree.tests, loaded: this.loaded })
    // What runners load, they load for these tests too.
    this.changed = reach(tree.graph, {
      tests: this.changedTests,
      loaded: this.changedTests.length > 0 ? this.loaded : [],
      only: touched,
    })
    const written = new Set(this.changedTests)
    for (const test of tree.tests) {
      const folder = this.packageOf(test)
      const isChanged = written.has(test)
      const isKnown = this.drivers.has(folder) && (!isChanged || this.drivers.get(folder)?.isChanged)
      if (!isKnown && drivesFromOutside?.(tree.graph, test)) this.drivers.set(folder, { test, isChanged })
      const file = tree.graph.file(test)
      for (const specifier of file?.facts.mocks ?? []) {
        const target = tree.graph.resolve(test, specifier)
        if (target === undefined) continue
        const tests = this.mockedIn.get(target) ?? new Set()
        this.mockedIn.set(target, tests.add(test))
      }
    }
  }

  of({ change, region, name }: ChangedFunction): Evidence | undefined {
    const { graph } = this.tree
    const number = unitAt(graph, change.path, region.startLine, name)
    if (number === undefined) return undefined
    const byChanged = this.reachedBy(this.changed, this.changedTests, change.path, 'changed')
    if (byChanged.has(number)) return { kind: 'changed-test', way: wayInWords(graph, byChanged, number) }
    const driver = this.drivers.get(this.packageOf(change.path))
    if (driver?.isChanged) return { kind: 'changed-test', way: [driver.test] }
    const byAll = this.reachedBy(this.all, this.tests, change.path, 'all')
    if (driver && !byAll.has(number)) return { kind: 'reached', way: [driver.test] }
    if (!byAll.has(number)) return { kind: 'none', loaded: byAll.loads(change.path) }
    const way = wayInWords(graph, byAll, number)
    const speaker =
      name === '' ? undefined : this.tests.find((test) => byAll.loads(test) && this.speaks(test, name))
    return speaker === undefined ? { kind: 'reached', way } : { kind: 'named', way: [speaker, name] }
  }

  untestedPackage(path: string): string | undefined {
    const folder = this.packageOf(path)
    const tested = [...this.tree.graph.files()].some(
      (file) => this.packageOf(file) === folder && !isTestSupport(file) && this.all.loads(file),
    )
    return tested ? undefined : folder
  }

  private packageOf(path: string): string {
    return this.packages.find((folder) => folder === '' || path.startsWith(`${folder}/`)) ?? ''
  }

  /** Tests that put a mock in the place of the file, or of what it implements, do not reach it by that. */
  private reachedBy(usual: Reached, tests: readonly string[], path: string, which: string): Reached {
    const bases = [...this.basesOf(path)].filter((base) => this.mockedIn.has(base))
    const replacing = this.mockedIn.get(path)
    if (!replacing && bases.length === 0) return usual
    const key = `${which} ${path}`
    const known = this.without.get(key)
    if (known) return known
    const sealing = new Set(bases.flatMap((base) => [...(this.mockedIn.get(base) ?? [])]))
    const [rest, sealed]: [string[], string[]] = [[], []]
    for (const test of tests) if (!replacing?.has(test)) (sealing.has(test) ? sealed : rest).push(test)
    const { graph } = this.tree
    const only = which === 'changed' ? this.touched : undefined
    const reached = reach(graph, {
      tests: rest,
      loaded: this.loaded,
      ...(only && { only }),
    })
    const alone =
      sealed.length > 0
        ? reach(graph, { tests: sealed, sealed: new Set(bases), ...(only && { only }) })
        : undefined
    const both = alone ? either(reached, alone) : reached
    this.without.set(key, both)
    return both
  }

  /** Files of what the classes of a file implement and extend. */
  private basesOf(path: string): ReadonlySet<string> {
    const { graph } = this.tree
    const file = graph.file(path)
    const bases = new Set<string>()
    for (const { aliveWith } of file?.facts.units ?? []) {
      for (const name of aliveWith ?? [])
        if (file) for (const unit of graph.local(file, name).units) bases.add(graph.at(unit).path)
    }
    bases.delete(path)
    return bases
  }

  private speaks(test: string, name: string): boolean {
    const facts = this.tree.graph.file(test)?.facts
    const units = facts?.testUnits
      ? facts.units.filter((_, index) => facts.testUnits?.includes(index))
      : facts?.units
    return (
      units?.some(
        ({ names, members, properties }) =>
          names.includes(name) ||
          properties.includes(name) ||
          members.some(([, property]) => property === name),
      ) === true
    )
  }
}

/** Tests that this change wrote, and those that load test code, data or snapshots which it wrote. */
function changedTests({ graph, tests }: CodeTree, changes: readonly FileChange[]): string[] {
  const known = new Set(tests)
  const written = changes
    .filter(
      ({ status, path, added, unread }) =>
        status !== 'removed' &&
        (added.length > 0 || unread) &&
        isTestCode(path, known) &&
        !saysWhichAreTests(graph, path),
    )
    .map(({ path }) => path)
  const loaders = loadersOf(graph, written)
  return tests.filter(
    (test) =>
      loaders.has(test) ||
      written.some(
        (path) =>
          isSnapshotOf(path, test) ||
          (!graph.file(path) && (isTestDataFor(path, test) || namesFile(graph, test, path))),
      ),
  )
}

/** Tests that stand beside the code that they test: those that this change wrote, and those that use test code which it wrote. */
function touchedUnits({ graph, tests }: CodeTree, changes: readonly FileChange[]): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const { path, added } of changes) {
    const file = graph.file(path)
    const testUnits = file?.facts.testUnits
    if (!file || !testUnits) continue
    const units = file.facts.units
    // Of a file that is all test code, all of it counts, as in other languages.
    const touched = new Set(
      testUnits.filter(
        (index) => units[index] && (isTestSupport(path) ? added.length > 0 : touches(added, units[index])),
      ),
    )
    const speakers = new Map<string, number[]>()
    for (const test of testUnits) for (const name of units[test]?.names ?? []) push(speakers, name, test)
    // A Set hands out what is added to it on the way.
    for (const index of touched)
      for (const test of speakers.get(units[index]?.name ?? '') ?? []) touched.add(test)
    if (touched.size > 0) found.set(path, [...touched])
  }
  const data = changes
    .filter(({ path, status }) => status !== 'removed' && !graph.file(path))
    .map(({ path }) => path)
  for (const test of tests) {
    const all = graph.file(test)?.facts.testUnits
    if (all && data.some((path) => isDataBeside(graph, test, path))) found.set(test, all)
  }
  return found
}

/** Snapshots named after the module of a test, and data in a folder beside or above the code that the test names. */
function isDataBeside(graph: CallGraph, test: string, path: string): boolean {
  const [, near = '', folder = '', name = ''] =
    /^(.*?)(?:[^/]+\/)*?(tests?|testdata|test_data|snapshots|fixtures)\/(?:.*\/)?([^/]+)$/.exec(path) ?? []
  if (name === '') return false
  if (folder === 'snapshots' || name.endsWith('.snap')) {
    const words = name.split(/__|\./)
    const stem = test.replace(/^.*\//, '').replace(/\.\w+$/, '')
    const above = path.slice(0, path.lastIndexOf('/snapshots/') + 1)
    return (
      path.includes('/snapshots/') &&
      test.startsWith(above) &&
      (words.includes(stem) || /^(?:lib|mod)$/.test(stem))
    )
  }
  const holder = path.slice(0, path.lastIndexOf('/')).replace(/^.*\//, '')
  return (
    test.startsWith(near) &&
    graph.file(test)?.facts.units.some(({ properties }) => properties.includes(`/${holder}`)) === true
  )
}

/** Whether a file says which of its units are tests: then it may hold other code, and nearly all code loads it. */
function saysWhichAreTests(graph: CallGraph, path: string): boolean {
  return graph.file(path)?.facts.testUnits !== undefined
}

/** Whether a test has the name of a file in one of its strings. */
function namesFile(graph: CallGraph, test: string, path: string): boolean {
  const segment = `/${path.slice(path.lastIndexOf('/') + 1)}`
  return graph.file(test)?.facts.units.some(({ properties }) => properties.includes(segment)) === true
}

function isTestCode(path: string, tests: ReadonlySet<string>): boolean {
  return tests.has(path) || isTestSupport(path) || path.endsWith('.snap')
}

function isSnapshotOf(path: string, test: string): boolean {
  return path.endsWith('.snap') && path.replace(/(?:__snapshots__\/)?([^/]+)\.snap$/, '$1') === test
}

function either(one: Reached, other: Reached): Reached {
  return {
    has: (number) => one.has(number) || other.has(number),
    loads: (path) => one.loads(path) || other.loads(path),
    way: (number) => (one.has(number) ? one : other).way(number),
  }
}
