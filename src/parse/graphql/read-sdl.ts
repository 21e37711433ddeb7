import type {
  ConstDirectiveNode,
  DefinitionNode,
  EnumValueDefinitionNode,
  FieldDefinitionNode,
  InputValueDefinitionNode,
  Location,
  TypeNode,
  ValueNode,
} from 'graphql/language'
import type { Region } from '../../model/index.ts'
import type { SyntaxProblem } from '../source-tree.ts'
import {
  addType,
  emptySchema,
  emptyType,
  type AppliedDirective,
  type Field,
  type InputValue,
  type Member,
  type Place,
  type Schema,
  type TypeDefinition,
  type TypeKind,
  type TypeReference,
} from './schema.ts'

/** Longest document that is read, in UTF-16 code units. GitHub's public schema has 1.5 million. */
export const MAX_SDL = 8 * 1024 * 1024
/** Most lexical tokens of one document; GitHub's public schema has 200,000. */
const MAX_TOKENS = 1_500_000
const MAX_NESTING = 200

export type ReadSchema =
  | { kind: 'schema'; schema: Schema }
  /** Why the document cannot be read, and where. */
  | { kind: 'problem'; problem: SyntaxProblem }

/** Reads the type system of one document; requests in it are passed over. */
export async function readSdl(path: string, text: string): Promise<ReadSchema> {
  if (text.length > MAX_SDL)
    return { kind: 'problem', problem: { message: `is larger than ${MAX_SDL} characters` } }
  // Loaded where it is needed: most reviews have no GraphQL.
  const { parse } = await import('graphql/language')
  const { GraphQLError } = await import('graphql/error')
  const deep = tooDeep(text)
  if (deep) return { kind: 'problem', problem: deep }
  try {
    const document = parse(withoutLegacySyntax(text), { maxLexicalTokens: MAX_TOKENS })
    const reader = new Reader(path)
    for (const definition of document.definitions) reader.read(definition)
    return { kind: 'schema', schema: reader.schema }
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    const [location] = error.locations ?? []
    const message = `is not GraphQL: ${error.message.replace(/^Syntax Error: /, '').replace(/\.$/, '')}`
    return { kind: 'problem', problem: { message, ...(location && { region: pointRegion(location) }) } }
  }
}

function pointRegion({ line, column }: { line: number; column: number }): Region {
  return { startLine: line, endLine: line, startColumn: column }
}

/** The parser recurses into brackets and would run out of stack: a list type may nest as often as it likes. */
function tooDeep(text: string): SyntaxProblem | undefined {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x5b || code === 0x7b || code === 0x28) {
      if (++depth > MAX_NESTING) return deepAt(text, at)
    } else if (code === 0x5d || code === 0x7d || code === 0x29) depth = Math.max(0, depth - 1)
    else if (code === 0x23) at = endOf(text, '\n', at) - 1
    else if (text.startsWith('"""', at)) at = endOfBlock(text, at + 3)
    else if (code === 0x22) at = endOfString(text, at + 1)
  }
  return undefined
}

function deepAt(text: string, at: number): SyntaxProblem {
  const line = text.slice(0, at).split('\n').length
  return {
    message: `is nested deeper than ${MAX_NESTING} levels`,
    region: { startLine: line, endLine: line },
  }
}

function endOf(text: string, what: string, from: number): number {
  const end = text.indexOf(what, from)
  return end < 0 ? text.length : end
}

function endOfBlock(text: string, from: number): number {
  let end = endOf(text, '"""', from)
  while (text[end - 1] === '\\') end = endOf(text, '"""', end + 1)
  return end + 2
}

function endOfString(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const char = text[at]
    if (char === '\\') at++
    else if (char === '"' || char === '\n') return at
  }
  return text.length
}

/** `implements A, B`, as it was written before June 2018 and still is: as long as what it becomes. */
function withoutLegacySyntax(text: string): string {
  return text.replace(/\bimplements[ \t]+[_A-Za-z]\w*(?:[ \t]*,[ \t]*[_A-Za-z]\w*){1,100}/g, (list) =>
    list.replaceAll(',', '&'),
  )
}

const KINDS: Readonly<Record<string, TypeKind>> = {
  Scalar: 'scalar',
  ObjectType: 'object',
  InterfaceType: 'interface',
  UnionType: 'union',
  EnumType: 'enum',
  InputObjectType: 'input',
  ScalarType: 'scalar',
}

/** Turns the nodes of one document into definitions with their places. */
class Reader {
  readonly schema = emptySchema()
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  read(node: DefinitionNode): void {
    switch (node.kind) {
      case 'SchemaDefinition':
      case 'SchemaExtension': {
        if (node.kind === 'SchemaDefinition') this.schema.declaresRoots = true
        for (const { operation, type, loc } of node.operationTypes ?? []) {
          if (!this.schema.roots.has(operation)) {
            this.schema.roots.set(operation, { type: type.name.value, place: this.#place(loc) })
          }
        }
        return
      }
      case 'DirectiveDefinition': {
        this.schema.directives.set(node.name.value, {
          name: node.name.value,
          ...this.#place(node.name.loc),
          repeatable: node.repeatable,
          locations: new Map(node.locations.map((name) => [name.value, this.#place(name.loc)])),
          arguments: this.#inputs(node.arguments),
        })
        return
      }
      case 'ScalarTypeDefinition':
      case 'ScalarTypeExtension':
      case 'ObjectTypeDefinition':
      case 'ObjectTypeExtension':
      case 'InterfaceTypeDefinition':
      case 'InterfaceTypeExtension':
      case 'UnionTypeDefinition':
      case 'UnionTypeExtension':
      case 'EnumTypeDefinition':
      case 'EnumTypeExtension':
      case 'InputObjectTypeDefinition':
      case 'InputObjectTypeExtension': {
        const kind = KINDS[node.kind.replace(/(?:Definition|Extension)$/, '')] ?? 'object'
        const extension = node.kind.endsWith('Extension')
        const type = emptyType(node.name.value, kind, this.#place(node.name.loc), extension)
        type.directives = this.#directives(node.directives)
        this.#fill(type, node)
        addType(this.schema, type)
        return
      }
      default:
    }
  }

  #fill(type: TypeDefinition, node: DefinitionNode): void {
    if ('interfaces' in node) {
      type.interfaces = new Map(
        (node.interfaces ?? []).map(({ name }) => [name.value, this.#place(name.loc)]),
      )
    }
    if ('types' in node) {
      type.members = new Map((node.types ?? []).map(({ name }) => [name.value, this.#place(name.loc)]))
    }
    if ('values' in node) {
      type.values = new Map((node.values ?? []).map((value) => [value.name.value, this.#member(value)]))
    }
    if (node.kind === 'InputObjectTypeDefinition' || node.kind === 'InputObjectTypeExtension') {
      type.inputFields = this.#inputs(node.fields)
    } else if ('fields' in node) {
      const fields = node.fields ?? []
      type.fields = new Map(fields.map((field) => [field.name.value, this.#field(field)]))
    }
  }

  #field(node: FieldDefinitionNode): Field {
    return {
      ...this.#member(node),
      type: typeOf(node.type),
      typePlace: this.#place(node.type.loc),
      arguments: this.#inputs(node.arguments),
    }
  }

  #inputs(nodes: readonly InputValueDefinitionNode[] = []): Map<string, InputValue> {
    return new Map(
      nodes.map((node) => {
        const value: InputValue = {
          ...this.#member(node),
          type: typeOf(node.type),
          typePlace: this.#place(node.type.loc),
          ...(node.defaultValue && {
            default: { value: printValue(node.defaultValue), place: this.#place(node.defaultValue.loc) },
          }),
        }
        return [node.name.value, value]
      }),
    )
  }

  #member(node: FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode): Member {
    const directives = this.#directives(node.directives)
    const deprecated = deprecation(node.directives)
    return {
      name: node.name.value,
      ...this.#place(node.name.loc),
      directives,
      ...(deprecated !== undefined && { deprecated }),
      ...(node.loc && { span: { start: node.loc.start, end: node.loc.end, line: node.loc.startToken.line } }),
    }
  }

  #directives(nodes: readonly ConstDirectiveNode[] = []): AppliedDirective[] {
    return nodes.map((node) => ({
      name: node.name.value,
      arguments: (node.arguments ?? [])
        .map((argument) => `${argument.name.value}: ${printValue(argument.value)}`)
        .toSorted()
        .join(', '),
      ...this.#place(node.loc),
    }))
  }

  /** Places end where their first line does: a comment over many lines helps nobody. */
  #place(loc: Location | undefined): Place {
    const { startToken: from, endToken: to } = loc ?? {}
    if (!from || !to) return { path: this.#path, region: { startLine: 1, endLine: 1 } }
    const oneLine = from.line === to.line
    const endColumn = oneLine ? to.column + (to.end - to.start) : from.column + (from.end - from.start)
    return {
      path: this.#path,
      region: { startLine: from.line, endLine: from.line, startColumn: from.column, endColumn },
    }
  }
}

function typeOf(node: TypeNode): TypeReference {
  if (node.kind === 'NamedType') return { kind: 'named', name: node.name.value }
  return { kind: node.kind === 'ListType' ? 'list' : 'non-null', of: typeOf(node.type) }
}

const DEFAULT_REASON = 'No longer supported'

function deprecation(nodes: readonly ConstDirectiveNode[] = []): string | undefined {
  const directive = nodes.find(({ name }) => name.value === 'deprecated')
  if (!directive) return undefined
  const reason = directive.arguments?.find(({ name }) => name.value === 'reason')?.value
  return reason?.kind === 'StringValue' ? reason.value : DEFAULT_REASON
}

/** A value in a form that is the same for all ways to write it. */
export function printValue(node: ValueNode): string {
  switch (node.kind) {
    case 'ListValue':
      return `[${node.values.map((value) => printValue(value)).join(', ')}]`
    case 'ObjectValue': {
      const fields = node.fields.map(({ name, value }) => `${name.value}: ${printValue(value)}`)
      return `{${fields.toSorted().join(', ')}}`
    }
    case 'StringValue':
      return JSON.stringify(node.value)
    case 'NullValue':
      return 'null'
    case 'Variable':
      return `$${node.name.value}`
    default:
      return String(node.value)
  }
}
