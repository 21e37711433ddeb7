import type { Pointer, SourceTree } from '../source-tree.ts'
import { parseJson } from '../json/parse-json.ts'
import { printValue, type ReadSchema } from './read-sdl.ts'
import {
  emptySchema,
  emptyType,
  OPERATIONS,
  type Field,
  type InputValue,
  type Member,
  type Place,
  type Schema,
  type TypeKind,
  type TypeReference,
} from './schema.ts'

const KINDS: Readonly<Record<string, TypeKind>> = {
  SCALAR: 'scalar',
  OBJECT: 'object',
  INTERFACE: 'interface',
  UNION: 'union',
  ENUM: 'enum',
  INPUT_OBJECT: 'input',
}

/** Deepest wrapping of a type that is read; the usual introspection query asks for nine levels. */
const MAX_WRAPPING = 50

/** Reads the answer to an introspection query (`{ "data": { "__schema": … } }` or without `data`). */
export async function readIntrospection(path: string, text: string): Promise<ReadSchema | undefined> {
  const tree = parseJson(path, text)
  const [problem] = tree.problems
  if (problem) return { kind: 'problem', problem }
  const found = ([['__schema'], ['data', '__schema']] as const).find((pointer) =>
    isObject(at(tree.value, pointer)),
  )
  if (!found) return undefined
  const { parseConstValue } = await import('graphql/language')
  const normal = (value: string): string => {
    try {
      return printValue(parseConstValue(value, { maxLexicalTokens: 10_000 }))
    } catch {
      // Not SDL: some servers write it their own way, and the text itself can still be compared.
      return value
    }
  }
  return { kind: 'schema', schema: new Reader(tree, [...found], normal).read() }
}

interface Pending {
  pointer: Pointer
  place: Place
}

/** Walks over the answer. Places are filled in at the end, with one pass over the text. */
class Reader {
  readonly #schema = emptySchema()
  readonly #pending: Pending[] = []
  readonly #tree: SourceTree
  readonly #root: Pointer
  readonly #normal: (value: string) => string

  constructor(tree: SourceTree, root: Pointer, normal: (value: string) => string) {
    this.#tree = tree
    this.#root = root
    this.#normal = normal
  }

  read(): Schema {
    const schema = at(this.#tree.value, this.#root)
    this.#schema.declaresRoots = true
    for (const operation of OPERATIONS) {
      const name = stringOf(get(get(schema, `${operation}Type`), 'name'))
      if (name !== undefined) {
        const place = this.#place([...this.#root, `${operation}Type`])
        this.#schema.roots.set(operation, { type: name, place })
      }
    }
    this.#each(schema, 'types', this.#root, (type, pointer) => this.#type(type, pointer))
    this.#each(schema, 'directives', this.#root, (directive, pointer) => this.#directive(directive, pointer))
    const regions = this.#tree.locate(this.#pending.map(({ pointer }) => pointer))
    this.#pending.forEach(({ place }, index) => {
      const region = regions[index]
      if (region) place.region = { ...region, endLine: region.startLine }
    })
    return this.#schema
  }

  #type(value: unknown, pointer: Pointer): void {
    const name = stringOf(get(value, 'name'))
    const kind = KINDS[stringOf(get(value, 'kind')) ?? '']
    if (name === undefined || !kind) return
    const type = emptyType(name, kind, this.#unplaced())
    this.#link(type, pointer)
    this.#each(value, 'fields', pointer, (field, at_) => {
      const read = this.#field(field, at_)
      if (read) type.fields.set(read.name, read)
    })
    this.#each(value, 'inputFields', pointer, (field, at_) => {
      const read = this.#input(field, at_)
      if (read) type.inputFields.set(read.name, read)
    })
    this.#each(value, 'enumValues', pointer, (one, at_) => {
      const read = this.#member(one)
      if (!read) return
      this.#link(read, at_)
      type.values.set(read.name, read)
    })
    for (const [key, into] of [
      ['interfaces', type.interfaces],
      ['possibleTypes', kind === 'union' ? type.members : new Map<string, Place>()],
    ] as const) {
      this.#each(value, key, pointer, (one, at_) => {
        const member = stringOf(get(one, 'name'))
        if (member !== undefined) into.set(member, this.#named(at_))
      })
    }
    if (get(value, 'isOneOf') === true) {
      const directive = { name: 'oneOf', arguments: '', ...this.#unplaced() }
      this.#link(directive, pointer)
      type.directives.push(directive)
    }
    this.#schema.types.set(name, type)
  }

  #directive(value: unknown, pointer: Pointer): void {
    const name = stringOf(get(value, 'name'))
    if (name === undefined) return
    const locations = new Map<string, Place>()
    this.#each(value, 'locations', pointer, (one, at_) => {
      if (typeof one === 'string') locations.set(one, this.#place(at_))
    })
    const directive = {
      name,
      ...this.#unplaced(),
      repeatable: get(value, 'isRepeatable') === true,
      locations,
      arguments: this.#inputs(value, pointer),
    }
    this.#link(directive, pointer)
    this.#schema.directives.set(name, directive)
  }

  #field(value: unknown, pointer: Pointer): Field | undefined {
    const member = this.#member(value)
    if (!member) return undefined
    const field: Field = {
      ...member,
      type: typeOf(get(value, 'type')),
      typePlace: this.#place([...pointer, 'type']),
      arguments: this.#inputs(value, pointer),
    }
    this.#link(field, pointer)
    return field
  }

  #inputs(value: unknown, pointer: Pointer): Map<string, InputValue> {
    const inputs = new Map<string, InputValue>()
    this.#each(value, 'args', pointer, (one, at_) => {
      const input = this.#input(one, at_)
      if (input) inputs.set(input.name, input)
    })
    return inputs
  }

  #input(value: unknown, pointer: Pointer): InputValue | undefined {
    const member = this.#member(value)
    if (!member) return undefined
    const text = stringOf(get(value, 'defaultValue'))
    const input: InputValue = {
      ...member,
      type: typeOf(get(value, 'type')),
      typePlace: this.#place([...pointer, 'type']),
      ...(text !== undefined && {
        default: { value: this.#normal(text), place: this.#place([...pointer, 'defaultValue']) },
      }),
    }
    this.#link(input, pointer)
    return input
  }

  #member(value: unknown): Member | undefined {
    const name = stringOf(get(value, 'name'))
    if (name === undefined) return undefined
    const deprecated =
      get(value, 'isDeprecated') === true ? (stringOf(get(value, 'deprecationReason')) ?? '') : undefined
    return { name, ...this.#unplaced(), directives: [], ...(deprecated !== undefined && { deprecated }) }
  }

  #each(
    value: unknown,
    key: string,
    pointer: Pointer,
    visit: (item: unknown, pointer: Pointer) => void,
  ): void {
    const items = get(value, key)
    if (Array.isArray(items)) items.forEach((item, index) => visit(item, [...pointer, key, index]))
  }

  #named(pointer: Pointer): Place {
    return this.#place([...pointer, 'name'])
  }

  #unplaced(): Place {
    return { path: this.#tree.path, region: { startLine: 1, endLine: 1 } }
  }

  #place(pointer: Pointer): Place {
    const place = this.#unplaced()
    this.#pending.push({ pointer, place })
    return place
  }

  /** Gives a definition itself its place when the text is passed over. */
  #link(place: Place, pointer: Pointer): void {
    this.#pending.push({ pointer: [...pointer, 'name'], place })
  }
}

function typeOf(value: unknown, depth = 0): TypeReference {
  const kind = stringOf(get(value, 'kind'))
  if (depth < MAX_WRAPPING && (kind === 'LIST' || kind === 'NON_NULL')) {
    return { kind: kind === 'LIST' ? 'list' : 'non-null', of: typeOf(get(value, 'ofType'), depth + 1) }
  }
  return { kind: 'named', name: stringOf(get(value, 'name')) ?? '?' }
}

function at(value: unknown, pointer: Pointer): unknown {
  return pointer.reduce<unknown>((inner, step) => get(inner, String(step)), value)
}

function get(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
