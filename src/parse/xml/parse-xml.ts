import { SaxesParser } from 'saxes'
import type { Region } from '../../model/index.ts'
import type { SyntaxProblem } from '../source-tree.ts'
import { LineIndex, MAX_DEPTH } from '../source-tree.ts'
import type { XmlAttribute, XmlElement } from './element.ts'

/** Longest text that is parsed, in UTF-16 code units: the largest published WSDL is some 10 MB. */
export const MAX_XML = 32 * 1024 * 1024
/** Most elements and attributes together: what a reviewer's machine holds in memory without harm. */
export const MAX_NODES = 1_000_000

export type ParsedXml = { kind: 'tree'; root: XmlElement } | { kind: 'broken'; problem: SyntaxProblem }

class TooMuch extends Error {}

interface Open {
  element: XmlElement & { attributes: XmlAttribute[]; children: XmlElement[] }
  start: number
}

/**
 * Reads well-formed XML 1.0 with namespaces. A document type declaration is passed over: nothing it names is
 * fetched and no entity it declares is expanded, so a reference to one makes the text broken.
 * @param options `texts` keeps character data and the extent of every element
 */
export function parseXml(path: string, text: string, { texts = false } = {}): ParsedXml {
  if (text.length > MAX_XML) return broken(`is larger than ${MAX_XML} characters`)
  const lines = new LineIndex(text)
  const source = { path }
  const parser = new SaxesParser({ xmlns: true, position: true })
  const stack: Open[] = []
  let root: XmlElement | undefined
  let nodes = 0
  let pending: { local: string; prefix: string; value: string; region: Region }[] = []
  let start = 0

  const count = (): void => {
    if (++nodes > MAX_NODES) throw new TooMuch(`has more than ${MAX_NODES} elements and attributes`)
  }
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentagstart', () => {
    count()
    if (stack.length >= MAX_DEPTH) throw new TooMuch(`is nested deeper than ${MAX_DEPTH} levels`)
    start = text.lastIndexOf('<', parser.position - 1)
    pending = []
  })
  parser.on('attribute', ({ name, prefix, local, value }) => {
    count()
    const end = parser.position
    const from = startOfAttribute(text, name, start, end)
    pending.push({ prefix, local, value, region: lines.region({ start: from, end }) })
  })
  parser.on('opentag', (tag) => {
    const parent = stack.at(-1)
    const namespaces = new Map(Object.entries(tag.ns))
    const element: Open['element'] = {
      source,
      uri: tag.uri,
      local: tag.local,
      attributes: [],
      children: [],
      ...(parent && { parent: parent.element }),
      region: lines.region({ start, end: parser.position }),
      ...(namespaces.size > 0 && { namespaces }),
    }
    for (const { prefix, local, value, region } of pending) {
      if (prefix === 'xmlns' || (prefix === '' && local === 'xmlns')) continue
      const uri = prefix === '' ? '' : (parser.resolve(prefix) ?? '')
      element.attributes.push({ uri, local, value, region, element })
    }
    parent?.element.children.push(element)
    root ??= element
    stack.push({ element, start })
  })
  parser.on('closetag', () => {
    const closed = stack.pop()
    if (closed && texts) closed.element.whole = lines.region({ start: closed.start, end: parser.position })
  })
  if (texts) {
    const keep = (data: string): void => {
      const element = stack.at(-1)?.element
      if (element && data.trim() !== '') element.text = (element.text ?? '') + data
    }
    parser.on('text', keep)
    parser.on('cdata', keep)
  }
  try {
    parser.write(text).close()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    // Beyond its own errors the parser throws only for misuse of its interface.
    const at = Math.max(0, Math.min(text.length, parser.position) - 1)
    const words = error instanceof TooMuch ? error.message : `is not well-formed XML: ${plain(error.message)}`
    return broken(words, lines.region({ start: at, end: at }))
  }
  return root ? { kind: 'tree', root } : broken('is not well-formed XML: it has no element')
}

function broken(message: string, region?: Region): ParsedXml {
  return { kind: 'broken', problem: { message, ...(region && { region }) } }
}

/** Offset of the name of the attribute that ends at `end`: its value may hold the name once more. */
function startOfAttribute(text: string, name: string, tag: number, end: number): number {
  const quote = text[end - 1] ?? '"'
  const open = text.lastIndexOf(quote, end - 2)
  const at = text.lastIndexOf(name, open)
  return at > tag ? at : tag
}

/** The parser's words without the position it puts before them. */
function plain(message: string): string {
  return message.replace(/^(?:[^:\n]*:)?\d+:\d+:\s*/, '').replace(/\.$/, '')
}
