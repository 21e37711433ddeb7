import { valueAt, type XmlElement } from '../xml/element.ts'
import { resolvePath, type Closure } from '../xsd/closure.ts'
import { SchemaSet } from '../xsd/schema-set.ts'
import type { WsdlDescription } from './model.ts'
import { WSDL11, WSDL20 } from './names.ts'
import { readWsdl11 } from './wsdl11.ts'
import { readWsdl20 } from './wsdl20.ts'

/** Whether a document element is one of a WSDL of either version. */
export function isWsdl({ uri, local }: XmlElement): boolean {
  return (uri === WSDL11 && local === 'definitions') || (uri === WSDL20 && local === 'description')
}

/** Reads a WSDL and what it imports; names that lead nowhere are left out. */
export function readWsdl(closure: Closure): WsdlDescription {
  const documents = importedFrom(closure)
  const read = closure.root.uri === WSDL20 ? readWsdl20 : readWsdl11
  return {
    path: closure.path,
    root: closure.root,
    ...read(documents),
    schemas: new SchemaSet(documents, closure.files),
    targetNamespace: valueAt(closure.root, 'targetNamespace') ?? '',
  }
}

/** The document and those it imports, directly or through others: WSDLs, and schemas imported as if they were. */
function importedFrom({ root, files }: Closure): XmlElement[] {
  const documents = new Set([root])
  for (const document of documents) {
    for (const { uri, local, ...element } of document.children) {
      if (uri !== document.uri || (local !== 'import' && local !== 'include')) continue
      const location = valueAt({ uri, local, ...element }, 'location')
      const path = location === undefined ? undefined : resolvePath(document.source.path, location)
      const target = path === undefined ? undefined : files.get(path)
      if (target) documents.add(target)
    }
  }
  return [...documents]
}
