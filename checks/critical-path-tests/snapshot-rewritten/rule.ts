import { z } from 'zod'
import type { FileChange, Region, Report, RuleContext, Side } from '../../../src/model/index.ts'
import { changesLines, defineRule, pathOn } from '../../../src/model/index.ts'
import { globsOf, LANGUAGES, type SyntaxNode } from '../../../src/parse/code/index.ts'
import { isNamedAfter } from '../conventions.ts'
import { parsedTests, parseTest } from '../parsed-tests.ts'
import { changedCode, isProduct } from '../production.ts'
import { testCases } from '../test-cases.ts'
import { inlineSnapshots } from './inline.ts'
import { type Entry, SNAPSHOT_GLOBS, storedSnapshots } from './stored.ts'

export default defineRule({
  title: 'Snapshot rewritten together with the code it guards',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 8,
  files: [...SNAPSHOT_GLOBS, ...globsOf(LANGUAGES)],
  options: z.strictObject({}),
  async *check(context): AsyncGenerator<Report> {
    const code = changedCode(context).filter(({ path, status }) => status !== 'added' && isProduct(path))
    if (code.length === 0) return
    for (const change of context.changes) {
      const report = change.status === 'added' ? undefined : await storedOf(context, change, code)
      if (report) yield report
    }
    yield* inlineOf(context, code)
  },
})

/** Recorded values of one file that this change rewrote, and nothing else of the tests that compare them. */
async function storedOf(
  context: RuleContext,
  change: FileChange,
  code: readonly FileChange[],
): Promise<Report | undefined> {
  const { changeSet } = context
  const basePath = pathOn(change, 'base')
  const path = pathOn(change, 'head')
  if (basePath === undefined || path === undefined || change.removed.length === 0) return undefined
  const [before, after] = await Promise.all([changeSet.base.read(basePath), changeSet.head.read(path)])
  if (before.kind !== 'text' || after.kind !== 'text') return undefined
  const was = await storedSnapshots(basePath, before.text, changeSet.base)
  const now = await storedSnapshots(path, after.text, changeSet.head)
  if (!was || !now) return undefined
  const old = new Map(was.entries.map(({ key, value }) => [key, value.trim()]))
  const rewritten = now.entries.filter(({ key, value }) => {
    const recorded = old.get(key)
    return recorded !== undefined && recorded !== value.trim()
  })
  if (rewritten.length === 0) return undefined
  const guarded = await guardedBy(context, now.testPath, code)
  if (!guarded) return undefined
  const edited = await editedTests(context, now.testPath)
  const alone = rewritten.filter(({ test }) => !edited(test))
  const [first] = alone
  if (!first) return undefined
  return reportOf(path, { startLine: first.line, endLine: first.line }, alone.map(nameOf), guarded)
}

async function* inlineOf(context: RuleContext, code: readonly FileChange[]): AsyncGenerator<Report> {
  for await (const { change, path, language, root } of parsedTests(context, 'head', /./)) {
    const basePath = pathOn(change, 'base')
    const base = basePath === undefined ? undefined : await parseTest(context, 'base', basePath)
    if (!base || !root.text.includes('InlineSnapshot')) continue
    const before = new Map(
      testCases(base.root, base.language).map((test) => [test.name, inlineSnapshots(test)]),
    )
    const rewritten: { name: string; region: Region }[] = []
    for (const test of testCases(root, language)) {
      const was = before.get(test.name)
      const now = inlineSnapshots(test)
      if (!was || !now || was.rest !== now.rest) continue
      const value = now.values.find((node, index) => plain(node) !== plain(was.values[index]))
      if (value) rewritten.push({ name: test.name, region: value.region })
    }
    const [first] = rewritten
    const guarded = first && (await guardedBy(context, path, code))
    if (first && guarded)
      yield reportOf(
        path,
        first.region,
        rewritten.map(({ name }) => name),
        guarded,
      )
  }
}

function reportOf(path: string, region: Region, names: readonly string[], guarded: string): Report {
  const [first = ''] = names
  const which =
    names.length === 1
      ? `The snapshot of “${first}” was`
      : `${names.length} snapshots, the first of “${first}”, were`
  return {
    location: { side: 'head', path, region },
    relatedLocations: [{ side: 'head', path: guarded, message: 'the code that it guards' }],
    subject: `snapshot ${names.join(' ')}`,
    message: `${which} rewritten together with ${guarded}, and nothing else of ${names.length === 1 ? 'the test' : 'these tests'} changed: whatever the code gives now is what they expect.`,
    fix: 'Read what changed in the snapshot as closely as the code, or assert what this change is meant to do in a test of its own.',
  }
}

function nameOf({ key, test }: Entry): string {
  return key ?? test
}

function plain(node: SyntaxNode | undefined): string {
  return (node?.text ?? '').replaceAll(/\s+/g, '')
}

/** The changed code that the test file is about: it is named after it, names it, or holds it. */
async function guardedBy(
  { changeSet }: RuleContext,
  testPath: string,
  code: readonly FileChange[],
): Promise<string | undefined> {
  const content = await changeSet.head.read(testPath)
  if (content.kind !== 'text') return undefined
  const near = code.filter(({ path }) => extensionKind(path) === extensionKind(testPath))
  return (
    near.find(({ path }) => path === testPath || isNamedAfter(testPath, path)) ??
    near.find(({ path }) => imports(content.text, path))
  )?.path
}

/** Whether a test's text imports a file of code by its name, or by its folder's. */
function imports(text: string, path: string): boolean {
  const own = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '')
  const name = /^(?:index|__init__|mod|lib)$/.test(own) ? (path.split('/').at(-2) ?? '') : own
  if (name === '') return false
  const word = name.replaceAll(/[^\w-]/g, '.')
  return new RegExp(
    `(?:from|import|require\\()\\s*['"][^'"\\n]{0,200}/${word}(?:\\.\\w+)?['"]|\\b(?:from|import|use)\\s+[\\w.:]{0,200}\\b${word}\\b`,
  ).test(text.slice(0, 200_000))
}

function extensionKind(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).replace(/^[cm]?[jt]sx?$|^vue$|^svelte$/, 'js')
}

/** Which tests of a file this change wrote or edited; all of them, where that cannot be told. */
async function editedTests(context: RuleContext, testPath: string): Promise<(test: string) => boolean> {
  const change = context.changeSet.changes.find(({ path }) => path === testPath)
  if (!change) return () => false
  const basePath = pathOn(change, 'base')
  const before = basePath === undefined ? undefined : await testsOf(context, 'base', basePath)
  const after = await testsOf(context, 'head', testPath)
  if (!before || !after) return () => true
  const edited = [
    ...before.filter(({ region }) => changesLines(change, 'base', region)),
    ...after.filter(({ region }) => changesLines(change, 'head', region)),
  ]
  return (test) => {
    const isIt = ({ name }: { name: string }) => sameTest(name, test)
    return edited.some(isIt) || !after.some(isIt)
  }
}

/** `group > test` of ours, `group test` of Jest with a hint at its end, `Class.test` of others. */
function sameTest(name: string, recorded: string): boolean {
  const jest = name.replaceAll(' > ', ' ')
  const flat = recorded.replaceAll(' > ', ' ')
  return name === recorded || flat === jest || flat.startsWith(`${jest}: `) || name.endsWith(`.${recorded}`)
}

async function testsOf(
  context: RuleContext,
  side: Side,
  path: string,
): Promise<{ name: string; region: Region }[] | undefined> {
  const parsed = await parseTest(context, side, path)
  if (!parsed) return undefined
  const { root, language } = parsed
  if (language !== 'rust')
    return testCases(root, language).map(({ name, node }) => ({ name, region: node.region }))
  const found: { name: string; region: Region }[] = []
  for (const node of root.walk()) {
    if (node.type === 'function_item')
      found.push({ name: node.child('name')?.text ?? '', region: node.region })
  }
  return found
}
