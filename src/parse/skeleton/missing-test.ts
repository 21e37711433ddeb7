import { besideSiblings, namesake, partsOf, sameKind } from './place.ts'

/** A test file that the neighbours of a source file would lead one to expect. */
export interface MissingTest {
  path: string
  /** The test of a neighbour, to copy. */
  like: string
  /** Neighbours that have one, of how many. */
  kept: number
  neighbours: number
}

/** Fewer neighbours make no convention. */
const FEWEST = 4
const SHARE = 0.7

/**
 * The test file that a source file lacks, where most files of its folder have theirs by one convention.
 * @param tests test files of the repository
 * @param sources its other files, without those of which nobody would expect a test
 */
export function missingTest(
  path: string,
  tests: readonly string[],
  sources: readonly string[],
): MissingTest | undefined {
  if (namesake(path, tests) !== undefined) return undefined
  const own = partsOf(path)
  const neighbours = sources.filter((source) => {
    const { folder, extension } = partsOf(source)
    return source !== path && folder === own.folder && sameKind(extension, own.extension)
  }).length
  if (neighbours < FEWEST) return undefined
  const beside = besideSiblings(path, tests, sources)
  if (!beside || tests.includes(beside.path) || beside.count < Math.max(FEWEST, neighbours * SHARE))
    return undefined
  return { path: beside.path, like: beside.like, kept: beside.count, neighbours }
}
