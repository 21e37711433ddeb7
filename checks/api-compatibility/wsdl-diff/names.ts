import type { Side } from '../../../src/model/index.ts'
import { keyOf, type QName } from '../../../src/parse/xml/element.ts'

/**
 * When two names are one. A namespace that was renamed is one finding where it is declared, not one at every
 * name in it; likewise whether local names are in the namespace at all.
 */
export class Names {
  readonly #toBase = new Map<string, string>()
  readonly #loose = new Set<string>()

  /** From now on `head` in the head is what `base` was in the base. */
  rename(base: string, head: string): void {
    this.#toBase.set(head, base)
  }

  /** From now on names in this namespace of the base, and names in none, are not told apart. */
  loosen(namespace: string): void {
    this.#loose.add(namespace)
  }

  uri(side: Side, written: string): string {
    const uri = side === 'base' ? written : (this.#toBase.get(written) ?? written)
    return this.#loose.has(uri) ? '' : uri
  }

  key(side: Side, { uri, local }: QName): string {
    return keyOf({ uri: this.uri(side, uri), local })
  }
}
