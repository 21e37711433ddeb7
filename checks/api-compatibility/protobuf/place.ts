import type { Element, ElementKind } from '../../../src/parse/protobuf/outline.ts'
import type { ProtoPair } from './pairs.ts'
import type { ProtoSide } from './proto-side.ts'
import type { Annotation } from './run-buf.ts'

/** Where a finding stands, and what it is about. */
export interface Place {
  side: 'base' | 'head'
  path: string
  line: number
  endLine: number
}

type Sides = { base: ProtoSide; head: ProtoSide }

/**
 * The line of what buf speaks of. buf looks from the head: for what is gone it names what was around it, or nothing. Its line
 * in the base is found by the names in its message.
 */
export function placeOf(annotation: Annotation, unit: readonly ProtoPair[], sides: Sides): Place | undefined {
  const { pair, startLine, endLine } = annotation
  const gone = removedPlace(annotation, unit, sides)
  if (gone) return gone
  if (pair?.head !== undefined) return { side: 'head', path: pair.head, line: startLine, endLine }
  return undefined
}

function removedPlace(
  { type, message, pair, startLine, endLine }: Annotation,
  unit: readonly ProtoPair[],
  sides: Sides,
): Place | undefined {
  const at = (path: string, line: number, last = line): Place => ({ side: 'base', path, line, endLine: last })
  if (type === 'FILE_NO_DELETE' && pair?.base !== undefined)
    return at(pair.base, firstLine(sides.base, pair.base))
  const [, gonePackage] = /^Previously present package "([^"]*)" was deleted/.exec(message) ?? []
  if (gonePackage !== undefined) {
    const path = unit
      .flatMap(({ base }) => base ?? [])
      .find((file) => sides.base.file(file)?.outline.package === gonePackage)
    return path === undefined ? undefined : at(path, firstLine(sides.base, path))
  }
  const [, kind, name, packageName] =
    /^Previously present (enum|extension|message|service) "([^"]+)" was deleted from (?:file|package "([^"]*)")/.exec(
      message,
    ) ?? []
  if (kind !== undefined && name !== undefined) {
    const files = packageName === undefined ? [pair] : unit
    return find(sides.base, files, packageName, (element) => element.kind === kind && element.name === name)
  }
  const [kinds, matches] = memberOf(message) ?? []
  if (kinds && matches && pair) {
    const owner = ownerAt(
      sides.head,
      pair,
      startLine,
      endLine,
      /on (?:enum|message|service) "([^"]+)"|^Message "([^"]+)"/.exec(message),
    )
    const outline = pair.head === undefined ? undefined : sides.head.file(pair.head)?.outline
    const found =
      owner &&
      find(
        sides.base,
        [pair, ...unit],
        outline?.package,
        (element) => kinds.includes(element.kind) && parentOf(element) === owner.name && matches(element),
      )
    if (found) return found
  }
  // A file's option that is gone has no place in the head: buf then names the file.
  const [, option] = /^File option "([^"]+)"/.exec(message) ?? []
  if (option !== undefined && pair?.base !== undefined && pair.head !== undefined) {
    const line = sides.base.file(pair.base)?.outline.options.get(option)
    if (line !== undefined && !sides.head.file(pair.head)?.outline.options.has(option))
      return at(pair.base, line)
  }
  return undefined
}

/** Which kind of member a message says is gone, and how to know it. */
function memberOf(message: string): [ElementKind[], (element: Element) => boolean] | undefined {
  const number = (
    kinds: ElementKind[],
    digits: string | undefined,
  ): [ElementKind[], (element: Element) => boolean] => [kinds, (element) => element.number === Number(digits)]
  const named = (
    kind: ElementKind,
    name: string | undefined,
  ): [ElementKind[], (element: Element) => boolean] => [[kind], (element) => lastOf(element.name) === name]
  let match = /^Previously present enum value "(-?\d+)" on/.exec(message)
  if (match) return number(['value'], match[1])
  match = /^Previously present field "(\d+)"/.exec(message)
  if (match) return number(['field'], match[1])
  match = /^Message "[^"]*" had required field "(\d+)" deleted/.exec(message)
  if (match) return number(['field'], match[1])
  match = /^Previously present oneof "([^"]+)" on/.exec(message)
  if (match) return named('oneof', match[1])
  match = /^Previously present RPC "([^"]+)" on/.exec(message)
  if (match) return named('rpc', match[1])
  match = /^Previously present reserved name "([^"]+)" on/.exec(message)
  if (match) return named('reserved name', match[1])
  match = /^Previously present (reserved|extension) range "\[(-?\d+)/.exec(message)
  if (match) return number([match[1] === 'reserved' ? 'reserved range' : 'extension range'], match[2])
  return undefined
}

/** The innermost definition of that name which these lines of the head belong to. */
function ownerAt(
  head: ProtoSide,
  pair: ProtoPair,
  startLine: number,
  endLine: number,
  match: RegExpExecArray | null,
): Element | undefined {
  const name = match?.[1] ?? match?.[2]
  const outline = pair.head === undefined ? undefined : head.file(pair.head)?.outline
  if (!outline || name === undefined) return undefined
  return outline.elements
    .filter(({ kind }) => kind === 'message' || kind === 'enum' || kind === 'service')
    .filter(
      (element) => lastOf(element.name) === name && element.line <= startLine && element.endLine >= endLine,
    )
    .toSorted((a, b) => a.endLine - a.line - (b.endLine - b.line))[0]
}

function find(
  base: ProtoSide,
  pairs: readonly (ProtoPair | undefined)[],
  packageName: string | undefined,
  matches: (element: Element) => boolean,
): Place | undefined {
  for (const pair of pairs) {
    const path = pair?.base
    const outline = path === undefined ? undefined : base.file(path)?.outline
    if (path === undefined || !outline) continue
    if (pair !== pairs[0] && packageName !== undefined && outline.package !== packageName) continue
    const element = outline.elements.find(matches)
    if (element) return { side: 'base', path, line: element.line, endLine: element.endLine }
  }
  return undefined
}

/** Ranges and reserved names are kept under the name of what reserves them. */
function parentOf({ kind, name }: Element): string {
  if (kind === 'reserved range' || kind === 'extension range') return name
  return name.slice(0, Math.max(0, name.lastIndexOf('.')))
}

function firstLine(side: ProtoSide, path: string): number {
  const outline = side.file(path)?.outline
  return outline?.packageLine ?? outline?.syntaxLine ?? 1
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}
