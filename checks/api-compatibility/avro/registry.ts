import type { AvroDocument, AvroType, NamedType } from '../../../src/parse/avro/schema.ts'

/** The named types of one commit, by full name. Several files may define one: each service its copy. */
export class Registry {
  readonly #types = new Map<string, NamedType[]>()

  add(document: AvroDocument): void {
    for (const [fullName, type] of document.types) {
      const known = this.#types.get(fullName)
      if (known) known.push(type)
      else this.#types.set(fullName, [type])
    }
  }

  /** The definition nearest to a file; undefined where the repository has none. */
  find(fullName: string, path: string): NamedType | undefined {
    const [first, ...rest] = this.#types.get(fullName) ?? []
    if (!first || rest.length === 0) return first
    return [first, ...rest].toSorted((a, b) => nearness(b.path, path) - nearness(a.path, path))[0]
  }

  /** What a reference stands for; itself where nothing is known of it. */
  resolve(type: AvroType): AvroType {
    return type.kind === 'reference' ? (this.find(type.fullName, type.path) ?? type) : type
  }
}

/** How many folders two paths have in common; a file is nearest to itself. */
function nearness(a: string, b: string): number {
  if (a === b) return Infinity
  const [one, other] = [a.split('/'), b.split('/')]
  const differs = one.findIndex((step, index) => step !== other[index])
  return differs < 0 ? one.length : differs
}
