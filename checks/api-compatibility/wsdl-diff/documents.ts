import type { Side, Snapshot } from '../../../src/model/index.ts'
import { isWsdl } from '../../../src/parse/wsdl/read-wsdl.ts'
import { XS } from '../../../src/parse/xsd/names.ts'
import { readClosure, type Closure, type ReadXml } from '../../../src/parse/xsd/closure.ts'
import type { XmlElement } from '../../../src/parse/xml/element.ts'
import { parseXml } from '../../../src/parse/xml/parse-xml.ts'

const NAMESPACES =
  /["']http:\/\/(?:schemas\.xmlsoap\.org\/wsdl\/|www\.w3\.org\/ns\/wsdl|www\.w3\.org\/2001\/XMLSchema)["']/
const ROOT = /<(?:[\w.-]+:)?(?:definitions|description|schema)[\s>]/

/** Whether a text claims to be a WSDL or a schema. Cheap; asked of every changed XML file. */
export function looksLikeContract(path: string, text: string): boolean {
  return /\.(?:wsdl|xsd)$/i.test(path) || (NAMESPACES.test(text) && ROOT.test(text))
}

export function isContract(root: XmlElement): boolean {
  return isWsdl(root) || (root.uri === XS && root.local === 'schema')
}

/** The XML files of one commit, each read and parsed once. */
export class Documents {
  readonly side: Side
  readonly snapshot: Snapshot
  readonly #parsed = new Map<string, Promise<ReadXml>>()
  readonly #closures = new Map<string, Promise<Closure | undefined>>()

  constructor(side: Side, snapshot: Snapshot) {
    this.side = side
    this.snapshot = snapshot
  }

  read(path: string): Promise<ReadXml> {
    let parsed = this.#parsed.get(path)
    if (!parsed) {
      parsed = this.#parse(path)
      this.#parsed.set(path, parsed)
    }
    return parsed
  }

  /** The document with everything it includes and imports; undefined where it is no contract or cannot be read. */
  closure(path: string): Promise<Closure | undefined> {
    let closure = this.#closures.get(path)
    if (!closure) {
      closure = readClosure(path, (part) => this.read(part)).then((found) =>
        found && isContract(found.root) ? found : undefined,
      )
      this.#closures.set(path, closure)
    }
    return closure
  }

  async text(path: string): Promise<string | undefined> {
    const content = await this.snapshot.read(path)
    return content.kind === 'text' ? content.text : undefined
  }

  async #parse(path: string): Promise<ReadXml> {
    const content = await this.snapshot.read(path)
    if (content.kind === 'text') return parseXml(path, content.text)
    return {
      kind: 'unread',
      why: content.reason === 'absent' ? 'does not exist' : `cannot be read: ${content.reason}`,
    }
  }
}
