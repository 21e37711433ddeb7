import { describe, expect, test } from 'vitest'
import { attributeAt, qualifiedName, type XmlElement } from './element.ts'
import { parseXml } from './parse-xml.ts'

function rootOf(text: string): XmlElement {
  const parsed = parseXml('a.xml', text)
  if (parsed.kind === 'broken') throw new Error(parsed.problem.message)
  return parsed.root
}

function problemOf(text: string): { message: string; line: number | undefined } {
  const parsed = parseXml('a.xml', text)
  if (parsed.kind === 'tree') throw new Error('was read')
  return { message: parsed.problem.message, line: parsed.problem.region?.startLine }
}

test('elements and attributes have the places they are written at', () => {
  const root = rootOf(
    '<?xml version="1.0"?>\r\n<!-- a < b -->\r\n<a\r\n  b="b=b"\r\n  c = \'é\'>\r\n  <d/></a>',
  )
  expect(root.region).toEqual({ startLine: 3, startColumn: 1, endLine: 5, endColumn: 11 })
  expect(attributeAt(root, 'b')?.region).toMatchObject({ startLine: 4, startColumn: 3, endColumn: 10 })
  expect(attributeAt(root, 'c')?.region).toMatchObject({ startLine: 5, startColumn: 3, endColumn: 10 })
  expect(root.children[0]?.region).toMatchObject({ startLine: 6, startColumn: 3, endColumn: 7 })
})

test('names are resolved where they are written', () => {
  const root = rootOf('<a xmlns="u:a" xmlns:p="u:p"><p:b p:c="1" d="2" xmlns="u:d"/></a>')
  const inner = root.children[0]
  expect([root.uri, inner?.uri]).toEqual(['u:a', 'u:p'])
  expect(inner?.attributes.map(({ uri, local }) => [uri, local])).toEqual([
    ['u:p', 'c'],
    ['', 'd'],
  ])
  expect(inner && qualifiedName(inner, 'x')).toEqual({ uri: 'u:d', local: 'x' })
  expect(qualifiedName(root, 'p:x')).toEqual({ uri: 'u:p', local: 'x' })
})

describe('hostile texts', () => {
  test('entities of a document type are never expanded', () => {
    const bomb = `<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;&l;&l;&l;&l;&l;">]>\n<a>&m;</a>`
    expect(problemOf(bomb)).toMatchObject({ line: 2 })
    const file = `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<a b="&x;"/>`
    expect(problemOf(file)).toMatchObject({ line: 2 })
    expect(rootOf('<!DOCTYPE a PUBLIC "x" "http://localhost:1/a.dtd" [<!ENTITY p "">]><a/>').local).toBe('a')
  })

  test('nesting and number are bounded', () => {
    expect(problemOf('<a>'.repeat(100_000)).message).toContain('nested deeper')
    expect(problemOf(`<a>${'<b/>'.repeat(1_000_001)}</a>`).message).toContain('more than 1000000')
    expect(problemOf(' '.repeat(33 * 1024 * 1024)).message).toContain('larger than')
  })

  test.each([
    ['<a>\n<b></a>', 2],
    ['', undefined],
    ['<a/>\n<b/>', 2],
    ['<a\n b="1" b="2"/>', 2],
    ['<p:a/>', 1],
  ])('%j is broken at its line', (text, line) => {
    expect(problemOf(text).message).toContain('not well-formed')
    if (line !== undefined) expect(problemOf(text).line).toBe(line)
  })
})
