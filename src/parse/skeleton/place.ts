import { extensionOf, type Language, languageOf } from '../code/index.ts'
import { PLACES } from './places.ts'

/** A source path taken apart for the naming conventions of tests. */
export interface PathParts {
  /** With a slash at its end; empty for the root. */
  folder: string
  name: string
  extension: string
}

/** Where a test goes, and how that is known. */
export interface TestPlace {
  path: string
  exists: boolean
  /** A test that stands by the same convention; absent where none does and the language's own is taken. */
  like?: string
}

/** Source files that a convention is tried on. */
const MAX_TRIED = 4000

/**
 * The test file of a source file by the convention that most files near it keep. A test that is there already wins.
 * @param tests test files of the repository
 * @param sources its other files
 */
export function testPlace(
  path: string,
  tests: readonly string[],
  sources: readonly string[],
): TestPlace | undefined {
  const language = languageOf(path)
  const places = language === undefined ? undefined : PLACES[family(language)]
  if (!places || language === undefined) return undefined
  const known = new Set(tests)
  const parts = partsOf(path)
  const candidates = places.map((place) => place(parts))
  const existing = candidates.flat().find((one) => known.has(one)) ?? namesake(path, tests)
  if (existing !== undefined) return { path: existing, exists: true, like: existing }
  const near = sources
    .filter(
      (source) =>
        source !== path && languageOf(source) && family(languageOf(source) as Language) === family(language),
    )
    .map((source) => ({ source, common: commonFolders(source, path) }))
    .toSorted((a, b) => b.common - a.common)
    .slice(0, MAX_TRIED)
  const depth = parts.folder.split('/').length
  let best: { path: string; like: string; score: number } | undefined
  for (const place of places) {
    // How each of a place's spellings is kept is asked by itself: `x.test.ts`, `x.spec.ts`.
    for (const [index, wanted] of place(parts).entries()) {
      let score = 0
      let like: string | undefined
      for (const { source, common } of near) {
        const test = place(partsOf(source))[index]
        if (test === undefined || !known.has(test)) continue
        like ??= test
        // A neighbour's example weighs more than any number of far away ones of another package.
        score += 1 + 50 * (common / depth) ** 2
      }
      if (like !== undefined && score > (best?.score ?? 0)) best = { path: wanted, like, score }
    }
  }
  if (best) return { path: best.path, exists: false, like: best.like }
  const [first] = candidates.flat()
  return first === undefined ? undefined : { path: first, exists: false }
}

/** Tests nearest to a path, nearest first. */
export function nearestTests(path: string, tests: readonly string[], most: number): string[] {
  const language = languageOf(path)
  return tests
    .filter((test) => {
      const its = languageOf(test)
      return its !== undefined && language !== undefined && family(its) === family(language)
    })
    .map((test) => ({ test, common: commonFolders(test, path), own: isUnitTest(test) ? 1 : 0 }))
    .toSorted((a, b) => b.common - a.common || b.own - a.own || (a.test < b.test ? -1 : 1))
    .slice(0, most)
    .map(({ test }) => test)
}

export function partsOf(path: string): PathParts {
  const slash = path.lastIndexOf('/')
  const extension = extensionOf(path)
  return { folder: path.slice(0, slash + 1), name: path.slice(slash + 1, -(extension.length + 1)), extension }
}

/** The one test that is named after a file, wherever it stands. */
function namesake(path: string, tests: readonly string[]): string | undefined {
  const { name, extension } = partsOf(path)
  if (/^(?:index|main|mod|lib|utils?|helpers?|types?|__init__)$/i.test(name)) return undefined
  const found = tests.filter((test) => {
    const parts = partsOf(test)
    if (!sameKind(parts.extension, extension)) return false
    const plain = parts.name
      .replace(/^test_/, '')
      .replace(/(?:_test|_spec|[-.](?:test|spec)|Tests?|TestCase|Spec)$/, '')
    return plain === name && plain !== parts.name
  })
  return found.length === 1 ? found[0] : undefined
}

function sameKind(a: string, b: string): boolean {
  const [one, other] = [languageOf(`x.${a}`), languageOf(`x.${b}`)]
  return one !== undefined && other !== undefined && family(one) === family(other)
}

function isUnitTest(path: string): boolean {
  return /(?:^|[._/-])(?:test|spec|tests)(?:[._-]|$)|Tests?\.\w+$/.test(path.slice(path.lastIndexOf('/')))
}

function commonFolders(a: string, b: string): number {
  const [one, other] = [a.split('/'), b.split('/')]
  let common = 0
  while (common < one.length - 1 && common < other.length - 1 && one[common] === other[common]) common++
  return common
}

/** Languages that share their conventions. */
export function family(language: Language): Language {
  return language === 'typescript' || language === 'tsx' ? 'javascript' : language
}
