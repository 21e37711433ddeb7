import { OPERATIONS, rootsOf, type Schema } from '../../../src/parse/graphql/schema.ts'
import type { Report } from './change.ts'

/** Compares the types that operations begin with. */
export function compareRoots(base: Schema, head: Schema, report: Report): void {
  const [before, after] = [rootsOf(base), rootsOf(head)]
  for (const operation of OPERATIONS) {
    const [was, is] = [before.get(operation), after.get(operation)]
    if (!was || was.type === is?.type) continue
    // The type itself is gone, and is reported.
    if (!is && !head.types.has(was.type) && base.types.get(was.type)) continue
    report({
      kind: is ? 'root-changed' : 'root-removed',
      level: 'error',
      side: is ? 'head' : 'base',
      place: (is ?? was).place,
      ...(is && { other: was.place }),
      subject: `schema ${operation}`,
      words: is
        ? `The root of the ${operation} operation changes from \`${was.type}\` to \`${is.type}\`: fragments on \`${was.type}\` are refused`
        : `The schema no longer offers the ${operation} operation: every such request is refused`,
    })
  }
}
