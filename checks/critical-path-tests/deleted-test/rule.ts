import { z } from 'zod'
import type { FileChange, Report, RuleContext } from '../../../src/model/index.ts'
import { defineRule, pathOn } from '../../../src/model/index.ts'
import { globsOf, LANGUAGES, type Language } from '../../../src/parse/code/index.ts'
import { isTestFile, isTestSupport } from '../test-files.ts'
import { goneWords } from '../words-of-change.ts'
import { type Deleted, deletedTests } from './deleted.ts'

const WITH_TESTS: readonly Language[] = LANGUAGES.filter((name) => name !== 'rust' && name !== 'elixir')
/** Findings of one file: after them, the rest is told in the last one. */
const MOST = 3

export default defineRule({
  title: 'Test deleted while its subject stays',
  level: 'warning',
  confidence: 'medium',
  status: 'preview',
  module: 8,
  files: globsOf(WITH_TESTS),
  namesUnread: true,
  options: z.strictObject({}),
  async *check(context): AsyncGenerator<Report> {
    for (const change of context.changes) {
      const path = pathOn(change, 'base')
      if (path === undefined || change.removed.length === 0 || !isTestFile(path)) continue
      const gone = await goneWords(context)
      const deleted = (await deletedTests(context, change)).filter(
        ({ words }) => ![...words].some((word) => gone.has(word)),
      )
      if (deleted.length === 0 || (change.status === 'removed' && !(await subjectStays(context, path))))
        continue
      if (change.status === 'removed') yield wholeFile(path, deleted)
      else yield* cases(path, change, deleted)
    }
  },
})

function wholeFile(path: string, deleted: readonly Deleted[]): Report {
  const titles = deleted.slice(0, MOST).map(({ title }) => `“${title}”`)
  const more = deleted.length > MOST ? ` and ${deleted.length - MOST} more` : ''
  return {
    location: { side: 'base', path, region: { startLine: 1, endLine: 1 } },
    subject: `file ${path}`,
    message: `${path} is deleted while the code it tests stays: ${titles.join(', ')}${more} no longer run.`,
    fix: 'Keep the tests, or remove the code that they test together with them.',
  }
}

function* cases(path: string, change: FileChange, deleted: readonly Deleted[]): Generator<Report> {
  for (const [index, { test, title }] of deleted.slice(0, MOST).entries()) {
    const left = index === MOST - 1 ? deleted.length - MOST : 0
    const more = left > 0 ? ` ${left} more of this file are deleted too.` : ''
    const line = test.node.region.startLine
    yield {
      location: { side: 'base', path, region: { startLine: line, endLine: line } },
      relatedLocations: [{ side: 'head', path: change.path, message: 'the test file as it is now' }],
      subject: `deleted ${test.name}`,
      message: `“${title}” is deleted, and the code that it tests is still there: what it guarded is no longer tested.${more}`,
      fix: 'Keep the test, mend it, or remove the code that it tests together with it.',
    }
  }
}

/** Whether the file that a test file is named after, or one that it imports by path, is in the head. */
async function subjectStays({ changeSet }: RuleContext, path: string): Promise<boolean> {
  const sources = (await changeSet.head.entries())
    .map((entry) => entry.path)
    .filter((at) => !isTestSupport(at))
  const stem = stemOf(path)
  if (sources.some((source) => extensionsAgree(source, path) && stemOf(source) === stem)) return true
  const content = await changeSet.base.read(path)
  if (content.kind !== 'text') return false
  const known = new Set(sources.map((source) => source.replace(/\.\w+$/, '')))
  const folder = path.split('/').slice(0, -1)
  return [...content.text.matchAll(/(?:from|import|require\()\s*['"](\.[^'"]{1,200})['"]/g)].some(
    ([, to = '']) => known.has(resolved(folder, to.replace(/\.(?:[cm]?[jt]sx?)$/, ''))),
  )
}

/** `src/cart.test.ts`, `tests/test_cart.py`, `CartTests.cs`: `cart`. */
function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\..*$/, '')
  return name
    .replace(/^test_|[-_](?:test|spec|tests)$|(?:Tests?|IT|TestCase|Spec)$/, '')
    .replaceAll(/[-_]/g, '')
    .toLowerCase()
}

function extensionsAgree(source: string, test: string): boolean {
  const kind = (path: string) => path.slice(path.lastIndexOf('.') + 1).replace(/^[cm]?[jt]sx?$/, 'js')
  return kind(source) === kind(test)
}

function resolved(folder: readonly string[], to: string): string {
  const parts = [...folder]
  for (const step of to.split('/')) {
    if (step === '..') parts.pop()
    else if (step !== '.' && step !== '') parts.push(step)
  }
  return parts.join('/')
}
