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
  const beside = besideSiblings(path, tests, sources)
  if (beside && beside.count > 1)
    return { path: beside.path, exists: known.has(beside.path), like: beside.like }
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
  if (beside) return { path: beside.path, exists: known.has(beside.path), like: beside.like }
  const [first] = candidates.flat()
  return first === undefined ? undefined : { path: first, exists: false }
}

/**
 * Where most files of the same folder have their tests, whatever the convention: `lib/*.js` in `test/internals/*.test.js`.
 * Names that many folders have say nothing.
 */
export function besideSiblings(
  path: string,
  tests: readonly string[],
  sources: readonly string[],
): { path: string; like: string; count: number } | undefined {
  const own = partsOf(path)
  const siblings = new Set(
    sources
      .map(partsOf)
      .filter(({ folder, extension }) => folder === own.folder && sameKind(extension, own.extension))
      .map(({ name }) => name),
  )
  const named = new Map<string, number>()
  for (const source of sources) {
    const { name } = partsOf(source)
    if (siblings.has(name)) named.set(name, (named.get(name) ?? 0) + 1)
  }
  const found = new Map<string, { path: string; like: string; count: number }>()
  for (const test of tests) {
    const { folder, name, extension } = partsOf(test)
    if (!sameKind(extension, own.extension)) continue
    const plain = plainName(name)
    if (plain === name || GENERAL.test(plain) || named.get(plain) !== 1) continue
    const wanted = `${folder}${name.replace(plain, () => own.name)}.${extension}`
    const known = found.get(wanted)
    found.set(wanted, { path: wanted, like: known?.like ?? test, count: (known?.count ?? 0) + 1 })
  }
  return [...found.values()].toSorted((a, b) => b.count - a.count)[0]
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

/** Names that files of many folders have. */
const GENERAL = /^(?:index|main|mod|lib|utils?|helpers?|types?|__init__|views|models|admin|urls|forms)$/i

/** The one test that is named after a file, wherever it stands. */
export function namesake(path: string, tests: readonly string[]): string | undefined {
  const { name, extension } = partsOf(path)
  if (GENERAL.test(name)) return undefined
  const found = tests.filter((test) => {
    const parts = partsOf(test)
    return sameKind(parts.extension, extension) && parts.name !== name && plainName(parts.name) === name
  })
  return found.length === 1 ? found[0] : undefined
}

/** The name of what a test is named after. */
function plainName(test: string): string {
  return test.replace(/^test_/, '').replace(/(?:_test|_spec|[-.](?:test|spec)|Tests?|TestCase|Spec)$/, '')
}

export function sameKind(a: string, b: string): boolean {
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
