import { z } from 'zod'
import {
  defineRule,
  type FileChange,
  findChange,
  matcher,
  type Report,
  type RuleContext,
} from '../../../src/model/index.ts'
import { globsOf, LANGUAGES } from '../../../src/parse/code/index.ts'
import { changedCode, isProduct } from '../production.ts'
import { entryAt, kindsOf, SNAPSHOTS } from './snapshots.ts'

export default defineRule({
  title: 'Snapshot rewritten together with the code it guards',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 8,
  files: SNAPSHOTS,
  options: z.strictObject({}),
  async *check(context): AsyncGenerator<Report> {
    const code = changedCode({ ...context, changes: context.changeSet.changes }).filter(
      ({ path, status }) => status !== 'added' && isProduct(path) && isCode(path),
    )
    if (code.length === 0) return
    for (const change of context.changes) {
      // A new entry is compared with nothing yet; one that goes guards nothing any more.
      if (change.status !== 'modified' || change.added.length === 0 || change.removed.length === 0) continue
      const report = await rewritten(context, change, code)
      if (report) yield report
    }
  },
})

const isCode = matcher(globsOf(LANGUAGES))

async function rewritten(
  context: RuleContext,
  change: FileChange,
  code: readonly FileChange[],
): Promise<Report | undefined> {
  const { head, base } = context.changeSet
  const [now, before] = [await head.read(change.path), await base.read(change.path)]
  if (now.kind !== 'text' || before.kind !== 'text') return undefined
  const [kind] = kindsOf((globs) => matcher(globs)(change.path))
  const owner = kind && (await ownerOf(context, kind.owners(change.path, now.text)))
  // Whoever edits the test as well says what is meant.
  if (!kind || !owner || findChange(context.changeSet, 'head', owner.path)) return undefined
  const guarded = code.find(({ path }) => isNamedBy(owner, path))
  if (!guarded) return undefined
  const [lines, old] = [now.text.split('\n'), before.text.split('\n')]
  const were = new Set(change.removed.map(({ start }) => entryAt(old, start, kind)))
  const place = change.added.find(({ start }) => were.has(entryAt(lines, start, kind)))
  if (!place) return undefined
  const name = entryAt(lines, place.start, kind)
  return {
    location: { side: 'head', path: change.path, region: { startLine: place.start, endLine: place.start } },
    relatedLocations: [
      { side: 'head', path: guarded.path, message: 'the code that it guards' },
      { side: 'head', path: owner.path, message: 'the test that compares with it' },
    ],
    subject: `snapshot ${name ?? ''}`.trim(),
    message: `${name === undefined ? 'The snapshot' : `The snapshot “${name.slice(0, 120)}”`} is rewritten in the same change as ${guarded.path}, which it guards: the test now agrees with whatever that does.`,
    fix: 'Read the difference as a result, not as a file; where one value matters, assert it by name in the test.',
  }
}

interface Owner {
  path: string
  text: string
}

async function ownerOf({ changeSet }: RuleContext, paths: readonly string[]): Promise<Owner | undefined> {
  for (const path of paths) {
    const content = await changeSet.head.read(path)
    if (content.kind === 'text') return { path, text: content.text }
  }
  return undefined
}

/** Whether a test is named after a file of code, lies in it, or imports it by its name. */
function isNamedBy({ path: test, text }: Owner, path: string): boolean {
  if (test === path) return true
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '')
  const stem = test
    .slice(test.lastIndexOf('/') + 1)
    .replace(/\..*$/, '')
    .replace(/^test_|[-_]test$|Tests?$/, '')
  if (stem === name && name !== 'index') return true
  const folder = path.split('/').at(-2) ?? ''
  const imported = name === 'index' || name === '__init__' ? folder : name
  if (imported === '') return false
  const word = imported.replaceAll(/[^\w-]/g, '.')
  return new RegExp(
    `(?:from|import|require\\()\\s*['"][^'"\\n]{0,200}/${word}(?:\\.\\w+)?['"]|\\b(?:from|import)\\s+[\\w.]*\\b${word}\\b`,
  ).test(text.slice(0, 200_000))
}
