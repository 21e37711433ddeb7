import * as fc from 'fast-check'
import { marked } from 'marked'
import { type DefaultTreeAdapterTypes, parse, parseFragment } from 'parse5'
import { expect, test } from 'vitest'
import type { ExcerptLine } from '../../src/report/excerpt/index.ts'
import { visible } from '../../src/report/escape/index.ts'
import { toHtml } from '../../src/report/html/html.ts'
import { toMarkdown } from '../../src/report/markdown/markdown.ts'
import { toSarif } from '../../src/report/sarif/sarif.ts'
import { toTerminal } from '../../src/report/terminal/terminal.ts'
import { catalogue } from './example.ts'
import { splitFix } from '../../src/report/fix.ts'
import { hostileReview, NASTY } from './hostile.ts'

/** Nothing a person cannot see, and nothing that reorders what they see. */
const UNSEEN = /[\p{Cc}\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Cs}/u
const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '<',
        '>',
        '`',
        '``',
        '[',
        '](',
        ')',
        '!',
        '@a',
        '#1',
        '\n',
        '\n\n',
        '* ',
        '|',
        '\\',
        '&lt;',
        '- ',
        '\u202E',
        'www.a.b',
        'https://a.b',
        "'",
        '"',
        ' ',
      ),
    )
    .map((parts) => parts.join('')),
)

test('visible shows every character and leaves the rest alone', () => {
  expect(visible('a\u001B[0m\u202E\u{E0041}\n')).toBe('a\\x1b[0m\\u202e\\u{e0041}\\n')
  expect(visible('👩‍👩‍👧 é 漢字')).toBe('👩‍👩‍👧 é 漢字')
  expect(visible('a\u200Db')).toBe('a\\u200db')
  fc.assert(fc.property(text, (value) => !UNSEEN.test(visible(value).replaceAll('\u200D', ''))))
})

test('a fix of several lines keeps them, and nothing else that cannot be seen', () => {
  const fix = 'Undo it:\n\nDROP INDEX a;\r\nDROP \u202E\tTABLE b;'
  const review = hostileReview(fix)
  expect(toTerminal(review, catalogue)).toMatch(
    /fix {3}Undo it:\n {20}DROP INDEX a;\n {20}DROP \\u202e\\tTABLE b;/,
  )
  expect(textOf(parse(toHtml(review, catalogue)))).toContain(
    'Undo it:\nDROP INDEX a;\nDROP \\u202e\\tTABLE b;',
  )
  expect(toMarkdown(review, catalogue)).toContain(
    'Fix: Undo it:\n    ```\n    DROP INDEX a;\n    DROP \\u202e\tTABLE b;\n    ```',
  )
  // As JSON writes a line feed.
  expect(toSarif(review, catalogue)).toContain(String.raw`Undo it:\nDROP INDEX a;\nDROP \\u202e`)
})

test('the terminal gets no control and no bidirectional character of the change', () => {
  fc.assert(
    fc.property(text, (value) => {
      const lines = toTerminal(hostileReview(value), catalogue).split('\n')
      return lines.every((line) => !UNSEEN.test(line.replaceAll('\u200D', '')))
    }),
  )
})

test('no text changes the structure of the HTML report, and the text is there', () => {
  const expected = elements(parse(toHtml(hostileReview('x'), catalogue)))
  fc.assert(
    fc.property(text, (value) => {
      const excerpts = new Map<string, ExcerptLine[]>()
      const document = parse(toHtml(hostileReview(value), catalogue, { title: value, excerpts }))
      expect(elements(document)).toEqual(expected)
      // Backticks make code of what is between them and are not written.
      const plain = (some: string): string => some.replaceAll('`', '').replace(/\s+/g, ' ').trim()
      expect(plain(textOf(document))).toContain(plain(visible(value)))
    }),
  )
})

test('source code in the HTML report is text only', () => {
  const review = hostileReview('x')
  const rows = (source: string): ReadonlyMap<string, ExcerptLine[]> =>
    new Map(
      review.findings.map(({ fingerprint }) => [
        fingerprint,
        [{ kind: 'added', headLine: 1, text: source, target: true, mark: { start: 1, end: 3 } }],
      ]),
    )
  const expected = elements(parse(toHtml(review, catalogue, { excerpts: rows('code') })))
  fc.assert(
    fc.property(text, (value) => {
      expect(elements(parse(toHtml(review, catalogue, { excerpts: rows(value) })))).toEqual(expected)
    }),
  )
})

test('the HTML report loads nothing and runs nothing', () => {
  for (const value of NASTY) {
    const html = toHtml(hostileReview(value), catalogue)
    const names = elements(parse(html)).map((element) => element.split(' ')[0])
    for (const name of ['script', 'img', 'link', 'iframe', 'object', 'form'])
      expect(names).not.toContain(name)
    expect(/<style>([\s\S]*?)<\/style>/.exec(html)?.[1]).not.toMatch(/url\(|@import/)
  }
})

test('no text changes the structure of the Markdown report, mentions anybody or links anywhere', () => {
  const render = (value: string): DefaultTreeAdapterTypes.DocumentFragment =>
    parseFragment(marked.parse(toMarkdown(hostileReview(value), catalogue), { async: false, gfm: true }))
  // What follows an empty line of a fix is code, in a block of its own.
  const [plain, withCode] = [elements(render('x')), elements(render('x\n\nx'))]
  fc.assert(
    fc.property(text, (value) => {
      const fragment = render(value)
      expect(elements(fragment)).toEqual(splitFix(value).code === undefined ? plain : withCode)
      expect(proseOf(fragment)).not.toMatch(/@\w|(?:^|\W)#\d|\bGH-\d|:\/\/|\bwww\./i)
    }),
  )
})

test('no text becomes a link in SARIF, and every address is a relative reference', () => {
  fc.assert(
    fc.property(text, (value) => {
      const log = JSON.parse(toSarif(hostileReview(value), catalogue)) as {
        runs: {
          results: {
            message: { text: string }
            locations: { physicalLocation: { artifactLocation: { uri: string } } }[]
          }[]
        }[]
      }
      for (const { message, locations } of log.runs[0]?.results ?? []) {
        expect(message.text).not.toMatch(/(?<!\\)\]\(/)
        const uri = locations[0]?.physicalLocation.artifactLocation.uri ?? ''
        expect(uri).toMatch(/^(?:[\w.~!*'()/-]|%[\dA-F]{2})*$/)
        expect(decodeURIComponent(uri)).toBe(`src/${value.toWellFormed()}/a.ts`)
      }
    }),
  )
})

type Node = DefaultTreeAdapterTypes.Node

/** Names of all elements with their attributes' names, in order; `code`, which backticks make, left out. */
function elements(node: Node): string[] {
  const own =
    'tagName' in node && node.tagName !== 'code'
      ? [`${node.tagName} ${node.attrs.map(({ name }) => name).join(' ')}`]
      : []
  return [...own, ...('childNodes' in node ? node.childNodes.flatMap(elements) : [])]
}

function textOf(node: Node): string {
  if (node.nodeName === '#text' && 'value' in node) return node.value
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : ''
}

/** Text outside code and links, where GitHub looks for mentions and addresses. */
function proseOf(node: Node): string {
  if ('tagName' in node && (node.tagName === 'code' || node.tagName === 'a')) return ''
  if (node.nodeName === '#text' && 'value' in node) return node.value
  return 'childNodes' in node ? node.childNodes.map(proseOf).join('') : ''
}
