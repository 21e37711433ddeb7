import type { SharedSource } from '../../config/index.ts'

export const FROM_FORK = 'it is new in a change from a fork; it is read once merged'
export const NEW_HERE = 'it is new in this change; `config check` reads it'

/**
 * Where the head's own version of a configuration reads what it extends: what the base extends too is read as for
 * the base; nothing is kept on its account. Other entries are asked for only where nothing speaks against it: a
 * stranger's change must not send us to places of his choice.
 * @param unless why other entries are not followed; a clause.
 */
export function sharedOfHead(
  base: SharedSource,
  known: ReadonlySet<string>,
  unless: string | undefined,
): SharedSource {
  return {
    repository: base.repository,
    read: async (reference, root) =>
      unless === undefined || known.has(root)
        ? base.read(reference, root)
        : { kind: 'not-asked', why: unless },
    ...(base.lastGood && {
      lastGood: async (entry) => (known.has(entry) ? base.lastGood?.(entry) : undefined),
    }),
  }
}
