import { pointerOf, stringAt, type SpecNode } from '../../../../src/parse/openapi/node.ts'
import type { Change, ChangeKind } from '../../diff/change.ts'
import { nameOf } from '../../diff/naming.ts'

/** What code that uses a removed thing has in it. */
export interface Needle {
  /** A text that every match has in it, to pass over files that have none. */
  literal: string
  pattern: RegExp
  /** What is named, in words. */
  words: string
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']

/** The names by which consumers know what a change removes; none where they would be met everywhere. */
export function needlesOf(change: Change, isStillThere: (property: string) => boolean): Needle[] {
  return NEEDLES[change.kind]?.(change, isStillThere) ?? []
}

type Make = (change: Change, isStillThere: (property: string) => boolean) => Needle[]

const NEEDLES: Partial<Record<ChangeKind, Make>> = {
  'path-removed': ({ node }) => [
    ...METHODS.flatMap((method) => idNeedles(stringAt(childOf(node, method), 'operationId'))),
    ...pathNeedles(String(node.key)),
  ],
  'operation-removed': ({ node }) => [
    ...idNeedles(stringAt(node, 'operationId')),
    ...pathNeedles(String(node.parent?.key), String(node.key)),
  ],
  'operation-id-changed': ({ side, node, other }) => {
    const before = side === 'base' ? node.value : other?.value
    return idNeedles(typeof before === 'string' ? before : undefined)
  },
  'request-property-removed': propertyNeedles,
  'response-property-removed': propertyNeedles,
  'parameter-removed': ({ node }, isStillThere) => {
    const name = stringAt(node, 'name')
    return name === undefined || isStillThere(name) ? [] : wordNeedles(name, `the parameter \`${name}\``)
  },
}

function childOf(node: SpecNode, key: string): SpecNode | undefined {
  const value: unknown = Object(node.value)[key]
  return value === undefined ? undefined : { tree: node.tree, value, parent: node, key }
}

function idNeedles(id: string | undefined): Needle[] {
  return id === undefined ? [] : wordNeedles(id, `the operation \`${id}\``)
}

/** Names of one common word are met everywhere. */
function isDistinctive(words: readonly string[]): boolean {
  const letters = words.join('').length
  return (words.length >= 2 && letters >= 7) || letters >= 12
}

/** A name as code writes it: as it stands, in camelCase, PascalCase and snake_case. */
function wordNeedles(name: string, words: string): Needle[] {
  const parts = wordsOf(name)
  if (name.length > 100 || !isDistinctive(parts)) return []
  return [...new Set([name, ...casings(parts)])].map((literal) => ({
    literal,
    pattern: new RegExp(`(?<![\\w$])${escape(literal)}(?![\\w$])`),
    words,
  }))
}

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase())
}

function casings(words: readonly string[]): string[] {
  const pascal = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')
  return [pascal.slice(0, 1).toLowerCase() + pascal.slice(1), pascal, words.join('_')]
}

/** A path in a call: whatever stands for its parameters; with a method, only on a line that names it. */
function pathNeedles(path: string, method?: string): Needle[] {
  const segments = path.split('/').filter((segment) => segment !== '')
  const literals = segments.filter((segment) => !segment.includes('{'))
  const literal = literals.toSorted((a, b) => b.length - a.length)[0] ?? ''
  // Two parameters in one segment would make a match take its time.
  const plain = segments.every((segment) => segment.split('{').length <= 2)
  if (path.length > 200 || literal.length < 4 || !plain) return []
  const route = segments
    .map(
      (segment) =>
        `/${segment
          .split(/\{[^}]*\}/)
          .map(escape)
          .join('[^/\\s"\'`]+')}`,
    )
    .join('')
  // One word after a slash is also a folder: it must begin what is between quotes, or follow a host.
  const before = literals.length > 1 ? '(?<=["\'`}\\w])' : '(?<=["\'`}]|\\w\\.\\w{2,10}(?::\\d+)?)'
  const named = method === undefined ? '' : `(?=.*\\b${escape(method)}\\b|(?<=\\b${escape(method)}\\b.*))`
  return [
    {
      literal: `/${literal}`,
      pattern: new RegExp(`${named}${before}${route}(?=["'\`?#\\s)]|$)`, method === undefined ? '' : 'i'),
      words: method === undefined ? `the path \`${path}\`` : `\`${method.toUpperCase()} ${path}\``,
    },
  ]
}

/** A property by its own name where that is distinctive and gone everywhere, else with its schema before it. */
function propertyNeedles({ node }: Change, isStillThere: (property: string) => boolean): Needle[] {
  const name = String(node.key)
  if (typeof node.key !== 'string' || name.length > 100 || !/^[A-Za-z_]\w*$/.test(name)) return []
  const words = `the property \`${nameOf(node)}\``
  const own = isStillThere(name) ? [] : wordNeedles(name, words)
  if (own.length > 0) return own
  const schema = schemaName(node)
  if (schema === undefined || schema.length < 3) return []
  const first = schema.slice(0, 1)
  const rest = escape(schema.slice(1))
  const holder = `[${first.toLowerCase()}${first.toUpperCase()}]${rest}`
  return [
    {
      literal: name,
      pattern: new RegExp(
        `(?<![A-Za-z0-9])${holder}\\??(?:\\.|->|\\[["']|\\.get\\(["']|::)${escape(name)}(?![\\w$])`,
      ),
      words,
    },
  ]
}

/** The shared schema that a property stands in directly. */
function schemaName(node: SpecNode): string | undefined {
  const steps = pointerOf(node).map(String)
  const [shared, name, properties] = steps.slice(-4, -1)
  return (shared === 'schemas' || shared === 'definitions') &&
    properties === 'properties' &&
    /^\w+$/.test(name ?? '')
    ? name
    : undefined
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
}
