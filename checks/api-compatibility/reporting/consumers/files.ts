import type { Snapshot } from '../../../../src/model/index.ts'

/** Files and characters that are searched; reading them may mean to fetch them. */
const MAX_FILES = 800
const MAX_TEXT = 8_000_000
const MAX_FILE = 500_000
const BATCH = 100

const CODE =
  /\.(?:[cm]?[jt]sx?|vue|svelte|py|go|java|kt|kts|scala|groovy|rb|php|cs|fs|rs|swift|dart|c|cc|cpp|h|ex|exs|clj|http|feature|sh)$/
const NEVER =
  /(?:^|\/)(?:node_modules|vendor|third_party|dist|build|out|target|coverage|docs?|\.[^/]+)\/|\.min\.|(?:^|\/)(?:CHANGELOG|package-lock|yarn)/
const TEST =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|integration)\/|[._-](?:test|spec)s?\.|(?:Test|Tests|IT)\.\w+$|(?:^|\/)test_/
const GENERATED = /(?:^|\/)(?:gen|generated|openapi|swagger)(?:\/|-)|[._-]gen(?:erated)?\.|\.pb\./
const TELLING = /client|sdk|api|consumer|gateway|service|http|request|fetch/i

/** What kind of file a consumer is, in words. */
export function kindOf(path: string): 'test' | 'generated code' | 'code' {
  if (TEST.test(path)) return 'test'
  return GENERATED.test(path) ? 'generated code' : 'code'
}

/** Texts of files that may call an API, those that say so by their name first; bounded in number and size. */
export async function* consumerTexts(
  head: Snapshot,
  signal: AbortSignal,
): AsyncGenerator<{ path: string; text: string }> {
  const paths = (await head.entries())
    .filter(({ path, kind }) => kind === 'file' && CODE.test(path) && !NEVER.test(path))
    .map(({ path }) => ({ path, weight: weightOf(path) }))
    .toSorted((a, b) => b.weight - a.weight || (a.path < b.path ? -1 : 1))
    .slice(0, MAX_FILES)
  let left = MAX_TEXT
  for (let at = 0; at < paths.length && left > 0; at += BATCH) {
    signal.throwIfAborted()
    const batch = paths.slice(at, at + BATCH).map(({ path }) => path)
    const contents = await head.readMany(batch)
    for (const path of batch) {
      const content = contents.get(path)
      if (content?.kind !== 'text' || content.text.length > Math.min(MAX_FILE, left)) continue
      left -= content.text.length
      yield { path, text: content.text }
    }
  }
}

/** Calls in programs tell more than those of tests. */
export function weightOf(path: string): number {
  return (TELLING.test(path) ? 2 : 0) + (kindOf(path) === 'test' ? 0 : 1)
}
