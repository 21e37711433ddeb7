import type {
  ArgumentNode,
  DocumentNode,
  FieldNode,
  OperationDefinitionNode,
  SelectionSetNode,
  TypeNode,
} from 'graphql/language'
import { rootsOf, type Schema, type TypeDefinition, type TypeReference } from './schema.ts'

/** Deepest selection that is followed. */
const MAX_DEPTH = 60
const MAX_TOKENS = 200_000

/** The use of a part of a schema by a request. */
export interface Use {
  /** `User.name`, `Query.user(id:)`, `User`. */
  coordinate: string
  /** 1-based, in the document. */
  line: number
}

/** What the requests of a document use of a schema; nothing where the text is no GraphQL. */
export async function usesIn(text: string, schema: Schema): Promise<Use[]> {
  const { parse } = await import('graphql/language')
  const { GraphQLError } = await import('graphql/error')
  try {
    return new Walker(schema).walk(parse(text, { maxLexicalTokens: MAX_TOKENS }))
  } catch (error) {
    if (error instanceof GraphQLError || error instanceof RangeError) return []
    throw error
  }
}

class Walker {
  readonly #schema: Schema
  readonly #uses: Use[] = []

  constructor(schema: Schema) {
    this.#schema = schema
  }

  walk(document: DocumentNode): Use[] {
    const roots = rootsOf(this.#schema)
    for (const definition of document.definitions) {
      if (definition.kind === 'OperationDefinition') {
        this.#variables(definition)
        this.#select(definition.selectionSet, roots.get(definition.operation)?.type, 0)
      } else if (definition.kind === 'FragmentDefinition') {
        const { name, loc } = definition.typeCondition
        this.#use(name.value, loc?.startToken.line)
        this.#select(definition.selectionSet, name.value, 0)
      }
    }
    return this.#uses
  }

  #variables({ variableDefinitions = [] }: OperationDefinitionNode): void {
    for (const { type, loc } of variableDefinitions) this.#use(nameIn(type), loc?.startToken.line)
  }

  #select(set: SelectionSetNode, typeName: string | undefined, depth: number): void {
    const type = typeName === undefined ? undefined : this.#schema.types.get(typeName)
    if (!type || depth > MAX_DEPTH) return
    for (const selection of set.selections) {
      if (selection.kind === 'Field') this.#field(type, selection, depth)
      else if (selection.kind === 'InlineFragment') {
        const condition = selection.typeCondition
        if (condition) this.#use(condition.name.value, condition.loc?.startToken.line)
        this.#select(selection.selectionSet, condition?.name.value ?? type.name, depth + 1)
      }
    }
  }

  #field(type: TypeDefinition, node: FieldNode, depth: number): void {
    const field = type.fields.get(node.name.value)
    if (!field) return
    const coordinate = `${type.name}.${field.name}`
    this.#use(coordinate, node.loc?.startToken.line)
    for (const argument of node.arguments ?? []) this.#argument(coordinate, argument)
    if (node.selectionSet) this.#select(node.selectionSet, namedType(field.type), depth + 1)
  }

  #argument(field: string, { name, loc }: ArgumentNode): void {
    this.#use(`${field}(${name.value}:)`, loc?.startToken.line)
  }

  #use(coordinate: string, line = 1): void {
    this.#uses.push({ coordinate, line })
  }
}

function namedType(type: TypeReference): string {
  return type.kind === 'named' ? type.name : namedType(type.of)
}

function nameIn(type: TypeNode): string {
  return type.kind === 'NamedType' ? type.name.value : nameIn(type.type)
}
