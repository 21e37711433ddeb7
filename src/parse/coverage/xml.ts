import { SaxesParser } from 'saxes'
import { CoverageError, failAt } from './report.ts'

/** Nested deeper than any tool writes: JaCoCo's groups follow a build's modules. */
const maxDepth = 64

export type Attributes = Readonly<Record<string, string>>

/** What one format makes of the elements as they pass. `at` is the line of the report. */
export interface XmlReader {
  open(name: string, attributes: Attributes, at: number): void
  /** `text` is the character data directly in the element. */
  close(name: string, text: string): void
}

/**
 * Streams a report through a reader chosen by its root element.
 * @throws {CoverageError} on XML that is broken or nested too deeply, or that declares or uses entities
 */
export function readXml(
  text: string,
  choose: (root: string, attributes: Attributes, at: number) => XmlReader,
): void {
  const parser = new SaxesParser({ xmlns: false, position: true })
  const texts: string[] = []
  let reader: XmlReader | undefined
  parser.on('error', (error) => {
    const what = error.message.replace(/^(?:[^:\n]*:)?\d+:\d+:\s*/, '').replace(/\.$/, '')
    failAt(parser.line, `not well-formed XML: ${what}`)
  })
  parser.on('doctype', (doctype) => {
    if (/<!ENTITY/i.test(doctype)) failAt(parser.line, 'the document type declares entities')
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (texts.length >= maxDepth) failAt(parser.line, `nested deeper than ${maxDepth} levels`)
    texts.push('')
    reader ??= choose(name, attributes, parser.line)
    reader.open(name, attributes, parser.line)
  })
  const keep = (data: string): void => {
    const last = texts.length - 1
    if (last >= 0) texts[last] += data
  }
  parser.on('text', keep)
  parser.on('cdata', keep)
  parser.on('closetag', ({ name }) => reader?.close(name, texts.pop() ?? ''))
  parser.write(text).close()
  if (!reader) throw new CoverageError('not well-formed XML: it has no element')
}
