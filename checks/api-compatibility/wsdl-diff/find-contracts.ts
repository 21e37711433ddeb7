import type { ChangeSet, FileChange } from '../../../src/model/index.ts'
import { matcher, pathOn } from '../../../src/model/index.ts'
import { isWsdl } from '../../../src/parse/wsdl/read-wsdl.ts'
import { referencesOf } from '../../../src/parse/xsd/closure.ts'
import { looksLikeContract, type Documents } from './documents.ts'

/** What a changed file must match to start these rules. */
export const FILES = ['**/*.{wsdl,xsd,xml,WSDL,XSD}'] as const

/** Files of a tree that are asked whether they include or import a changed one. */
const MAX_CANDIDATES = 3000

export interface FoundContracts {
  /** Documents that the change touches, itself or by something they include. */
  base: Set<string>
  head: Set<string>
  notLookedAt: string[]
}

/** The WSDLs and schemas a change concerns: those changed, and those that include or import a changed one. */
export async function findContracts(
  changeSet: ChangeSet,
  base: Documents,
  head: Documents,
  specs: readonly string[],
): Promise<FoundContracts> {
  const found: FoundContracts = { base: new Set(), head: new Set(), notLookedAt: [] }
  const wanted = matcher(FILES)
  const named = specs.length > 0 ? matcher(specs) : undefined
  const changes = changeSet.changes.filter((change) => wanted(change.path))
  if (changes.length === 0) return found
  for (const documents of [base, head]) {
    const paths = changes.flatMap((change) => pathOn(change, documents.side) ?? [])
    const texts = await documents.snapshot.readMany(paths)
    for (const [path, content] of texts) {
      const claims =
        content.kind === 'text'
          ? looksLikeContract(path, content.text)
          : content.reason !== 'absent' && /\.(wsdl|xsd)$/i.test(path)
      if (claims && (!named || named(path))) found[documents.side].add(path)
    }
  }
  // A file that is a contract on one side only is asked for on the other too: there it may be broken.
  for (const change of changes) {
    const [before, after] = [pathOn(change, 'base'), pathOn(change, 'head')]
    if (before === undefined || after === undefined) continue
    if (found.base.has(before)) found.head.add(after)
    if (found.head.has(after)) found.base.add(before)
  }
  if (found.base.size + found.head.size === 0) return found
  for (const documents of [base, head]) await addOwners(documents, changes, found)
  return found
}

/** Adds the documents that include or import one of those found, directly or through others. */
async function addOwners(
  documents: Documents,
  changes: readonly FileChange[],
  found: FoundContracts,
): Promise<void> {
  const own = found[documents.side]
  const all = (await documents.snapshot.list(['**/*.{wsdl,xsd,WSDL,XSD}'])).filter((path) => !own.has(path))
  if (all.length > MAX_CANDIDATES && documents.side === 'head') {
    const first = changes[0]?.path ?? ''
    found.notLookedAt.push(
      `only ${MAX_CANDIDATES} of ${all.length} WSDL and schema files were searched for one that includes ${first}; name yours with the option "xml-contracts"`,
    )
  }
  const texts = await documents.snapshot.readMany(all.slice(0, MAX_CANDIDATES))
  const candidates = [...texts].flatMap(([path, content]) =>
    content.kind === 'text' && /\b(?:schemaLocation|location)\s*=/.test(content.text)
      ? [{ path, text: content.text }]
      : [],
  )
  const targets = new Map<string, ReadonlySet<string>>()
  const work = [...own]
  for (let part = work.pop(); part !== undefined; part = work.pop()) {
    const name = part.slice(part.lastIndexOf('/') + 1)
    for (const { path, text } of candidates) {
      if (own.has(path) || !text.includes(name)) continue
      let refers = targets.get(path)
      if (!refers) {
        const parsed = await documents.read(path)
        const references = parsed.kind === 'tree' ? referencesOf(parsed.root) : []
        refers = new Set(references.flatMap((reference) => reference.path ?? []))
        targets.set(path, refers)
      }
      if (!refers.has(part)) continue
      own.add(path)
      work.push(path)
    }
  }
}

/**
 * The documents to compare: those that no other one of them includes, WSDLs first. A schema inside a WSDL is
 * judged by what its operations do with it.
 */
export async function rootsOf(paths: Iterable<string>, documents: Documents): Promise<string[]> {
  const all = [...paths].toSorted()
  const included = new Set<string>()
  const wsdls = new Set<string>()
  for (const path of all) {
    const parsed = await documents.read(path)
    if (parsed.kind !== 'tree') continue
    if (isWsdl(parsed.root)) wsdls.add(path)
    for (const reference of referencesOf(parsed.root)) {
      if (reference.path !== undefined && reference.path !== path) included.add(reference.path)
    }
  }
  const order = all.toSorted((a, b) => Number(wsdls.has(b)) - Number(wsdls.has(a)))
  const covered = new Set<string>()
  const roots: string[] = []
  const take = async (path: string): Promise<void> => {
    roots.push(path)
    const closure = await documents.closure(path)
    for (const part of closure?.files.keys() ?? [path]) covered.add(part)
  }
  for (const path of order) if (!included.has(path)) await take(path)
  // Documents that import each other in a circle: the first of each stands for all.
  for (const path of order) if (!covered.has(path)) await take(path)
  return roots
}
