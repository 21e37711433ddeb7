/** Makes objects that are missing here available, in one go; those it cannot get stay missing. */
export type FetchObjects = (oids: readonly string[]) => Promise<void>

/** How long a fetch waits for company: both trees' listings take some milliseconds, a fetch some hundred. */
const GATHER_MS = 25

/** Joins what is asked for at about the same time, or while a fetch is under way, into one fetch. */
export function inBatches(fetch: FetchObjects): FetchObjects {
  let waiting: { oids: Set<string>; done: Promise<void> } | undefined
  let running: Promise<unknown> = Promise.resolve()
  const next = async (oids: Set<string>): Promise<void> => {
    await new Promise((resolve) => {
      setTimeout(resolve, GATHER_MS)
    })
    await running
    waiting = undefined
    const fetching = fetch([...oids])
    running = fetching.catch(() => undefined)
    await fetching
  }
  return (oids) => {
    if (!waiting) {
      const set = new Set<string>()
      waiting = { oids: set, done: next(set) }
    }
    for (const oid of oids) waiting.oids.add(oid)
    return waiting.done
  }
}
