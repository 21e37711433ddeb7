import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { PatchParser } from './patch-parser.ts'

const ZERO = '0'.repeat(40)
const ONE = '1'.repeat(40)
const TWO = '2'.repeat(40)

const PATCH = [
  `:100644 100644 ${ONE} ${TWO} M\tplain.txt`,
  `:100644 100644 ${ONE} ${TWO} R090\t"old\\tname"\t"new\\nname \\303\\251"`,
  `:000000 100644 ${ZERO} ${TWO} A\twith blank`,
  '',
  'diff --git a/plain.txt b/plain.txt',
  `index ${ONE}..${TWO} 100644`,
  '--- a/plain.txt',
  '+++ b/plain.txt',
  '@@ -1,4 +1,5 @@ diff --git a/x b/x',
  ' context',
  '--- a/this is a removed line',
  '+++ b/this is an added line',
  '+@@ -1 +1 @@ and so is this',
  ' context',
  ' ',
  '@@ -20 +21 @@',
  '-old end',
  '\\ No newline at end of file',
  '+new end',
  '\\ No newline at end of file',
  'diff --git "a/old\\tname" "b/new\\nname \\303\\251"',
  'similarity index 90%',
  'rename from "old\\tname"',
  'rename to "new\\nname \\303\\251"',
  `index ${ONE}..${TWO} 100644`,
  '--- "a/old\\tname"',
  '+++ "b/new\\nname \\303\\251"',
  '@@ -2 +2,0 @@',
  '-gone',
  'diff --git a/with blank b/with blank',
  'new file mode 100644',
  `index ${ZERO}..${TWO}`,
  '--- /dev/null',
  '+++ b/with blank\t',
  '@@ -0,0 +1,2 @@',
  '+a',
  '+b',
  '',
].join('\n')

function parse(chunks: readonly Buffer[], limit = 1000): PatchParser {
  const parser = new PatchParser(limit)
  for (const chunk of chunks) parser.push(chunk)
  return parser
}

test('reads names, renames and lines, and takes no content for a header', () => {
  const { raw, patches } = parse([Buffer.from(PATCH)])
  expect(raw.map(({ status, path, previousPath }) => [status, path, previousPath])).toStrictEqual([
    ['M', 'plain.txt', undefined],
    ['R', 'new\nname \u00c3\u00a9', 'old\tname'],
    ['A', 'with blank', undefined],
  ])
  expect(patches).toStrictEqual([
    {
      basePath: 'plain.txt',
      headPath: 'plain.txt',
      added: [
        { start: 2, end: 3 },
        { start: 21, end: 21 },
      ],
      removed: [
        { start: 2, end: 2 },
        { start: 20, end: 20 },
      ],
      hunks: [
        { base: { start: 1, end: 4 }, head: { start: 1, end: 5 } },
        { base: { start: 20, end: 20 }, head: { start: 21, end: 21 } },
      ],
      tooManyRanges: false,
    },
    {
      basePath: 'old\tname',
      headPath: 'new\nname \u00c3\u00a9',
      added: [],
      removed: [{ start: 2, end: 2 }],
      hunks: [{ base: { start: 2, end: 2 }, head: { start: 2, end: 1 } }],
      tooManyRanges: false,
    },
    {
      headPath: 'with blank',
      added: [{ start: 1, end: 2 }],
      removed: [],
      hunks: [{ base: { start: 0, end: -1 }, head: { start: 1, end: 2 } }],
      tooManyRanges: false,
    },
  ])
})

test('does not depend on where the input is cut', () => {
  const whole = parse([Buffer.from(PATCH)])
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: PATCH.length }), { maxLength: 40 }), (cuts) => {
      const bytes = Buffer.from(PATCH)
      const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
      const parts = parse(at.slice(1).map((end, index) => bytes.subarray(at[index], end)))
      expect(parts.raw).toStrictEqual(whole.raw)
      expect(parts.patches).toStrictEqual(whole.patches)
    }),
  )
})

test('says that a section is not whole when the input ends inside a hunk', () => {
  const cut = Buffer.from(PATCH.slice(0, PATCH.indexOf('+@@ -1')))
  expect(parse([cut]).unfinished?.headPath).toBe('plain.txt')
  expect(parse([Buffer.from(PATCH)]).unfinished).toBeUndefined()
})

test('marks a file with more runs of lines than the limit', () => {
  const { patches } = parse([Buffer.from(PATCH)], 1)
  expect(patches.map((patch) => patch.tooManyRanges)).toStrictEqual([true, false, false])
})
