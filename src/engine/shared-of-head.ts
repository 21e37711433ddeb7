import type { SharedSource } from '../../config/index.ts'

/**
 * Where the head's own version of a configuration reads what it extends: what the base extends too is read as for
 * the base; nothing is kept on its account. Other entries are asked for only where `follow` is set: a stranger's
 * change must not send the App to places of his choice.
 */
export function sharedOfHead(base: SharedSource, known: ReadonlySet<string>, follow: boolean): SharedSource {
  return {
    repository: base.repository,
    read: async (reference, root) =>
      follow || known.has(root)
        ? base.read(reference, root)
        : { kind: 'not-asked', why: 'it is new in a change from a fork; it is read once merged' },
    ...(base.lastGood && {
      lastGood: async (entry) => (known.has(entry) ? base.lastGood?.(entry) : undefined),
    }),
  }
}
