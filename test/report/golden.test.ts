import { expect, test } from 'vitest'
import { collectExcerpts } from '../../src/report/excerpt/index.ts'
import { type Format, render } from '../../src/report/render.ts'
import { catalogue, changeSet, review } from './example.ts'

/** The bytes of every format for one fixed review. `vitest run -u test/report` rewrites them: read the diff. */
const FILES: readonly [Format, string, object][] = [
  ['terminal', 'review.txt', { width: 100 }],
  ['terminal', 'review.ansi', { width: 60, colour: true }],
  ['json', 'review.json', {}],
  ['sarif', 'review.sarif', { version: '1.2.3' }],
  ['html', 'review.html', { title: 'acme/shop #12: Charge cards without a round trip' }],
  ['markdown', 'review.md', {}],
  ['rdjson', 'review.rdjson', {}],
  ['rdjsonl', 'review.rdjsonl', {}],
]

test.each(FILES)('%s is written as in %s', async (format, file, options) => {
  const excerpts = await collectExcerpts(review, changeSet, catalogue)
  const text = render(format, review, catalogue, { ...options, excerpts })
  await expect(text).toMatchFileSnapshot(`../golden/report/${file}`)
  expect(text.endsWith('\n')).toBe(true)
})

test.each(FILES)('%s gives the same bytes for a review that was written as JSON and read back', (format) => {
  const copy = JSON.parse(JSON.stringify(review)) as typeof review
  expect(render(format, copy, catalogue)).toBe(render(format, review, catalogue))
})
