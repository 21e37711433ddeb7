import type { Snapshot } from '../../../src/model/index.ts'
import { matcher } from '../../../src/model/index.ts'

/** Snapshots as runners and libraries write them, in files of their own. */
export const SNAPSHOT_GLOBS: readonly string[] = [
  // Jest, Vitest
  '**/__snapshots__/*.{snap,shot}',
  // syrupy
  '**/__snapshots__/*.ambr',
  // insta
  '**/snapshots/*.snap',
  // ApprovalTests
  '**/*.approved.*',
  // Verify
  '**/*.verified.*',
]

/** One recorded value. */
export interface Entry {
  /** What the runner calls it; undefined where the file is one value. */
  key?: string
  /** The test that recorded it, as far as the file says. */
  test: string
  value: string
  /** 1-based. */
  line: number
}

/** A file of snapshots, taken apart. */
export interface Stored {
  /** The file of the test that recorded them. */
  testPath: string
  entries: Entry[]
}

/** Not Jest's, which stand in `__snapshots__`. */
const isInsta = matcher('**/snapshots/*.snap')
const isWhole = matcher(['**/*.approved.*', '**/*.verified.*'])

/** Undefined where it is no format that is known, or no test file goes with it. */
export async function storedSnapshots(
  path: string,
  text: string,
  snapshot: Snapshot,
): Promise<Stored | undefined> {
  const own = /^(.*?)__snapshots__\/(.+)\.(snap|shot|ambr)$/.exec(path)
  if (own) {
    const [, folder = '', name = '', kind] = own
    return kind !== 'ambr'
      ? { testPath: folder + name, entries: exported(text) }
      : { testPath: `${folder}${name}.py`, entries: ambers(text) }
  }
  if (isInsta(path)) return insta(path, text, snapshot)
  return isWhole(path) ? approved(path, text, snapshot) : undefined
}

/** Of Jest and Vitest: exports[`group test 1`] = `value`; */
function exported(text: string): Entry[] {
  const entries: Entry[] = []
  const heads = [...text.matchAll(/^exports\[`((?:[^`\\]|\\.)*)`\] = /gm)]
  let line = 1
  let at = 0
  for (const [index, head] of heads.entries()) {
    line += newlines(text, at, head.index)
    at = head.index
    const key = head[1] ?? ''
    const value = text.slice(head.index + head[0].length, heads[index + 1]?.index ?? text.length)
    entries.push({ key, test: key.replace(/ \d+$/, ''), value, line })
  }
  return entries
}

/** Of syrupy: `# name: TestPay.test_total[eur].1`, the value, `# ---` */
function ambers(text: string): Entry[] {
  const entries: Entry[] = []
  let open: (Entry & { lines: string[] }) | undefined
  for (const [index, row] of text.split('\n').entries()) {
    const key = /^# name: (.+)$/.exec(row)?.[1]
    if (key !== undefined) {
      open = { key, test: key.replace(/\[.*$|\.\d+$/, ''), value: '', line: index + 1, lines: [] }
    } else if (row === '# ---' && open) {
      const { lines, ...entry } = open
      entries.push({ ...entry, value: lines.join('\n') })
      open = undefined
    } else open?.lines.push(row)
  }
  return entries
}

/** Of insta: a head of YAML that names the test's file, and the value. */
async function insta(path: string, text: string, snapshot: Snapshot): Promise<Stored | undefined> {
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text)
  const source = parts?.[1] && /^source: "?([^"\n]+)"?$/m.exec(parts[1])?.[1]
  if (!parts || !source) return undefined
  const name = path.slice(path.lastIndexOf('/') + 1, -'.snap'.length)
  const test = (name.split('__').at(-1) ?? name).replace(/-\d+$/, '')
  const value = parts[2] ?? ''
  const line = newlines(text, 0, text.length - value.length) + 1
  // From the root of the workspace, or of the crate.
  const crate = /^(.*?)(?:src|tests)\//.exec(path)?.[1] ?? ''
  const known = new Set((await snapshot.entries()).map((entry) => entry.path))
  const testPath = [source, crate + source].find((candidate) => known.has(candidate))
  return testPath === undefined ? undefined : { testPath, entries: [{ test, value, line }] }
}

/** Of ApprovalTests and Verify: `PayTests.Totals.verified.txt` beside `PayTests.cs`. */
async function approved(path: string, text: string, snapshot: Snapshot): Promise<Stored | undefined> {
  const slash = path.lastIndexOf('/') + 1
  const [type = '', test = ''] = path.slice(slash).split('.')
  const folder = path.slice(0, slash)
  const known = new Set((await snapshot.entries()).map((entry) => entry.path))
  const testPath = ['cs', 'java', 'kt']
    .flatMap((extension) => [folder, folder.replace(/[^/]+\/$/, '')].map((at) => `${at}${type}.${extension}`))
    .find((candidate) => known.has(candidate))
  if (testPath === undefined || /^(?:approved|verified)$/.test(test)) return undefined
  return { testPath, entries: [{ test: test.replace(/_.*$/, ''), value: text, line: 1 }] }
}

function newlines(text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++
  return count
}
