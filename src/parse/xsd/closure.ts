import { childrenNamed, valueAt, type XmlElement } from '../xml/element.ts'
import type { SyntaxProblem } from '../source-tree.ts'
import { WSDL11, WSDL20 } from '../wsdl/names.ts'
import { XS } from './names.ts'

/** A reference from one document to another. */
export interface DocumentReference {
  element: XmlElement
  /** As written. */
  location: string
  /** Path in the repository; undefined for a URL or a path that leaves the repository: never read. */
  path: string | undefined
}

/** A file that was asked for, with what came of it. */
export type ReadXml =
  | { kind: 'tree'; root: XmlElement }
  | { kind: 'broken'; problem: SyntaxProblem }
  | { kind: 'unread'; why: string }

export interface BrokenFile {
  path: string
  problem: SyntaxProblem
}

/** A WSDL or schema document with everything it includes and imports by a relative path. */
export interface Closure {
  path: string
  root: XmlElement
  /** Path to document element; the root document too. */
  files: Map<string, XmlElement>
  broken: BrokenFile[]
  /** References that were not followed, and why. */
  dead: { reference: DocumentReference; why: string }[]
}

const MAX_FILES = 2000
const REFERENCES = new Set(['include', 'import', 'redefine', 'override'])

/** Every reference of a document to another one. */
export function referencesOf(root: XmlElement): DocumentReference[] {
  const holders = isSchema(root)
    ? [root]
    : [root, ...root.children.filter(isTypes).flatMap(({ children }) => children.filter(isSchema))]
  return holders.flatMap((holder) =>
    holder.children
      .filter(({ uri, local }) => REFERENCES.has(local) && (uri === XS || uri === WSDL11 || uri === WSDL20))
      .flatMap((element) => {
        const location = valueAt(element, element.uri === XS ? 'schemaLocation' : 'location')
        if (location === undefined || location === '') return []
        return [{ element, location, path: resolvePath(element.source.path, location) }]
      }),
  )
}

/** The schemas written in a document: itself, or those in the `types` of a WSDL. */
export function schemasOf(root: XmlElement): XmlElement[] {
  if (isSchema(root)) return [root]
  return root.children.filter(isTypes).flatMap((types) => childrenNamed(types, XS, 'schema'))
}

function isSchema({ uri, local }: XmlElement): boolean {
  return uri === XS && local === 'schema'
}

function isTypes({ uri, local }: XmlElement): boolean {
  return local === 'types' && (uri === WSDL11 || uri === WSDL20)
}

/** A relative reference as a path of the repository; undefined for anything else. */
export function resolvePath(from: string, location: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(location) || location.startsWith('/') || location.includes('\\'))
    return undefined
  let written = location.replace(/[?#].*$/s, '')
  try {
    written = decodeURIComponent(written)
  } catch {
    // A stray percent sign stands for itself.
  }
  const steps = from.split('/').slice(0, -1)
  for (const step of written.split('/')) {
    if (step === '..') {
      if (steps.length === 0) return undefined
      steps.pop()
    } else if (step !== '.' && step !== '') steps.push(step)
  }
  return steps.join('/')
}

/** Reads a document and everything it refers to, in rounds so that reads can be batched. */
export async function readClosure(
  path: string,
  read: (path: string) => Promise<ReadXml>,
): Promise<Closure | undefined> {
  const first = await read(path)
  if (first.kind !== 'tree') return undefined
  const closure: Closure = { path, root: first.root, files: new Map(), broken: [], dead: [] }
  const asked = new Map<string, ReadXml>([[path, first]])
  let round = [first.root]
  closure.files.set(path, first.root)
  while (round.length > 0) {
    const references = round.flatMap(referencesOf)
    const fresh = new Set(references.flatMap((reference) => reference.path ?? []))
    for (const known of asked.keys()) fresh.delete(known)
    if (asked.size + fresh.size > MAX_FILES) {
      const problem = { message: `refers to more than ${MAX_FILES} files` }
      closure.broken.push({ path, problem })
      break
    }
    await Promise.all([...fresh].map(async (part) => asked.set(part, await read(part))))
    round = []
    for (const part of fresh) {
      const found = asked.get(part)
      if (found?.kind === 'tree') {
        closure.files.set(part, found.root)
        round.push(found.root)
      } else if (found?.kind === 'broken') closure.broken.push({ path: part, problem: found.problem })
    }
    for (const reference of references) {
      const found = reference.path === undefined ? undefined : asked.get(reference.path)
      if (!found) closure.dead.push({ reference, why: 'only relative paths inside the repository are read' })
      else if (found.kind === 'unread') closure.dead.push({ reference, why: found.why })
    }
  }
  return closure
}
