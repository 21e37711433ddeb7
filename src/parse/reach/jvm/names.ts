import type { SyntaxNode } from '../../code/index.ts'

/** The name of a type without what stands in its brackets: `Outer.Inner` of `Outer.Inner<T>[]`. */
export function typeOf(node: SyntaxNode | undefined): string {
  return (node?.text ?? '').replace(/[<[(?][\s\S]*$/, '').trim()
}

/** Where a full name ends being a package: `a.b.Outer.Inner` is `Inner` in `Outer` of `a.b`. */
export function splitFullName(name: string): { type: string; nested: string[] } {
  const parts = name.split('.')
  const at = parts.findIndex((part) => /^[A-Z]/.test(part))
  return at < 0
    ? { type: name, nested: [] }
    : { type: parts.slice(0, at + 1).join('.'), nested: parts.slice(at + 1) }
}

/** Whether two packages belong to one owner: their first two parts are the same. */
export function sameOwner(a: string, b: string): boolean {
  const owner = (name: string): string => name.split('.').slice(0, 2).join('.')
  return owner(a) === owner(b)
}
