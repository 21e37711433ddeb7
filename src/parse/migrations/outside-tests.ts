import type { Adapter } from './adapter.ts'

/**
 * Folders that hold material of tests and nothing else: Go's and Jest's by their rules, the source sets of Gradle and Maven, .NET's
 * test projects, the applications that Rails' engines are tested with. A plain `tests/` may be an application of an exam.
 */
const TESTS =
  /(?:^|\/)(?:testdata|__tests__|__fixtures__|__mocks__|src\/(?:\w+Tests?|tests?\w*)|(?:tests?|spec)\/(?:dummy|fixtures|support|internal)|[\w.]+\.(?:Unit|Integration|Functional)?Tests?)\//

/** Migrations that only tests run are nobody's to review: they are there to be missing, broken and out of order. */
export function outsideTests(adapter: Adapter): Adapter {
  return { ...adapter, place: (path) => (TESTS.test(path) ? undefined : adapter.place(path)) }
}
