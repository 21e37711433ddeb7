/** Names that a block declares, and those of the blocks around it. */
export class Scope {
  private readonly names = new Set<string>()
  private readonly outer: Scope | undefined

  constructor(outer?: Scope) {
    this.outer = outer
  }

  declare(name: string): void {
    this.names.add(name)
  }

  has(name: string): boolean {
    return this.names.has(name) || (this.outer?.has(name) ?? false)
  }
}
