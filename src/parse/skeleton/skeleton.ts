import { type CodeFunction, codeFunctions } from '../code/functions/index.ts'
import { extensionOf, type Language, languageOf, parseCode } from '../code/index.ts'
import { broken, indentOf } from './layout.ts'
import type { Snapshot } from '../../model/index.ts'
import { writeCSharp } from './languages/c-sharp.ts'
import { writeGo } from './languages/go.ts'
import { writeJava } from './languages/java.ts'
import { writePhp } from './languages/php.ts'
import { writePython } from './languages/python.ts'
import { writeRust } from './languages/rust.ts'
import { writeRuby } from './languages/ruby.ts'
import { family, nearestTests, type TestPlace, testPlace } from './place.ts'
import { writeScript } from './script/write.ts'
import {
  MAX_FUNCTIONS,
  type NotWritten,
  type Sample,
  type Subject,
  type Wanted,
  type WantedFunction,
  type Writer,
} from './skeleton-types.ts'

/** A test to start from: it runs, and fails until somebody says what is expected. */
export interface Skeleton {
  kind: 'skeleton'
  /** The test file to write or to extend. */
  path: string
  exists: boolean
  /** A test of a neighbour that stands by the same convention. */
  like?: string
  /** `vitest`, `pytest`, `JUnit 5`… */
  framework: string
  /** Name of the language as fences of Markdown know it. */
  language: string
  /** A whole file; what is to be added where the file exists. */
  text: string
  /** The cases alone. */
  cases: string
  /** Names of the functions that it calls. */
  covers: string[]
}

export interface SkeletonRequest {
  snapshot: Snapshot
  /** The file whose functions are to be tested. */
  path: string
  /** Left out: all that a test can call. */
  functions?: readonly WantedFunction[]
  /** Whether a path is test code. */
  isTest: (path: string) => boolean
  /** The test file to write or to extend; left out: by the convention of its neighbours. */
  target?: string
}

export type SkeletonAnswer = Skeleton | ({ kind: 'none' } & NotWritten)

const WRITERS: Partial<Record<Language, Writer>> = {
  javascript: writeScript,
  typescript: writeScript,
  tsx: writeScript,
  python: writePython,
  go: writeGo,
  'c-sharp': writeCSharp,
  rust: writeRust,
  java: writeJava,
  ruby: writeRuby,
  php: writePhp,
}

const FENCES: Partial<Record<Language, string>> = { 'c-sharp': 'csharp', javascript: 'js', typescript: 'ts' }

/** Tests that are read for the manner in which they are written. */
const SAMPLES = 4
/** Characters of a sample that are looked at. */
const SAMPLE_LENGTH = 20_000
const MANIFEST_LENGTH = 200_000
const MANIFESTS =
  /(?:^|\/)(?:package\.json|vitest\.(?:config|workspace)\.\w+|jest\.config\.\w+|\.mocharc\.?\w*|pyproject\.toml|setup\.cfg|setup\.py|pytest\.ini|tox\.ini|manage\.py|conftest\.py|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|Gemfile|\.rspec|composer\.json|phpunit\.xml(?:\.dist)?|Cargo\.toml|[^/]+\.csproj)$/

/** Languages that a test to start from can be written in. */
export const SKELETON_LANGUAGES: readonly Language[] = Object.keys(WRITERS) as Language[]

/** A test to start from for functions of a file, in the manner of the tests near it. */
export async function skeletonOf(request: SkeletonRequest): Promise<SkeletonAnswer> {
  const { snapshot, path, isTest } = request
  const language = languageOf(path)
  const write = language && WRITERS[language]
  if (!language || !write) return { kind: 'none', why: 'no framework of its language is known' }
  const content = await snapshot.read(path)
  if (content.kind !== 'text') return { kind: 'none', why: `its text is not known: ${content.reason}` }
  const parsed = await parseCode(content.text, language)
  if (parsed.kind === 'unparsed') return { kind: 'none', why: parsed.detail }
  const functions = codeFunctions(parsed.root, language)
  const wanted = wantedOf(functions, request.functions)
  if (wanted.length === 0) return { kind: 'none', why: 'it has no function' }
  const { paths, tests, known, sources } = await pathsOf(snapshot, isTest)
  const place = placeOf(request, language, tests, sources)
  if (!place) return { kind: 'none', why: 'no convention of its language is known' }
  const near = await howItIsDone(snapshot, path, place.path, tests, paths)
  const existing = place.exists ? near.samples.find((one) => one.path === place.path)?.text : undefined
  const subject: Subject = {
    path,
    text: content.text,
    language,
    root: parsed.root,
    functions,
    wanted,
    whole: !request.functions,
    target: place.path,
    ...(existing !== undefined && { existing }),
    ...near,
  }
  const written = write(subject)
  if ('why' in written) return { kind: 'none', ...written }
  const { head, tail = '', needs = [] } = written
  const body = broken(written.body, indentOf([written.body], '  '))
  const target = written.path ?? place.path
  const exists = written.path === undefined ? place.exists : known.has(target)
  const opens = tail !== '' || head.endsWith(':')
  const whole = [head, ...(opens ? [] : ['']), body, ...(tail === '' ? [] : [tail])].join('\n')
  return {
    kind: 'skeleton',
    path: target,
    exists,
    ...(place.like !== undefined && { like: place.like }),
    framework: written.framework,
    language: FENCES[language] ?? language,
    text:
      (written.inside ?? exists)
        ? [...lacking(needs, existing, language === 'python' ? 2 : 1), body].join('\n')
        : whole,
    cases: body,
    covers: written.covers,
  }
}

interface Paths {
  paths: string[]
  tests: string[]
  known: ReadonlySet<string>
  sources: string[]
}

/** By snapshot: a review asks for several functions of one. */
const listed = new WeakMap<Snapshot, Promise<Paths>>()

function pathsOf(snapshot: Snapshot, isTest: (path: string) => boolean): Promise<Paths> {
  const kept = listed.get(snapshot)
  if (kept) return kept
  const found = (async () => {
    const paths = (await snapshot.entries()).map((entry) => entry.path)
    const tests = paths.filter((one) => isTest(one))
    const known = new Set(tests)
    return { paths, tests, known, sources: paths.filter((one) => !known.has(one) && extensionOf(one) !== '') }
  })()
  listed.set(snapshot, found)
  found.catch(() => listed.delete(snapshot))
  return found
}

function placeOf(
  { path, target }: SkeletonRequest,
  language: Language,
  tests: readonly string[],
  sources: readonly string[],
): TestPlace | undefined {
  // Rust keeps unit tests in the file that they test.
  if (language === 'rust') return { path, exists: true }
  if (
    target !== undefined &&
    languageOf(target) !== undefined &&
    family(languageOf(target) ?? language) === family(language)
  )
    return { path: target, exists: tests.includes(target), like: target }
  return testPlace(path, tests, sources)
}

/** Of lines that cases need, those that a file does not hold, and empty ones behind them. */
function lacking(needs: readonly string[], existing: string | undefined, space: number): string[] {
  const lines = new Set((existing ?? '').split('\n').map((line) => line.trim()))
  const missing = needs.filter((need) => !lines.has(need.trim()))
  return missing.length === 0 ? [] : [...missing, ...Array.from({ length: space }, () => '')]
}

function wantedOf(
  functions: ReturnType<typeof codeFunctions>,
  asked: readonly WantedFunction[] | undefined,
): Wanted[] {
  if (!asked) {
    return functions
      .filter((code) => code.name !== '' && !isPlainConstructor(code))
      .slice(0, MAX_FUNCTIONS)
      .map((code) => ({ code, branches: code.branches, usual: true }))
  }
  return asked.slice(0, MAX_FUNCTIONS).flatMap(({ name, line, branches, usual }) => {
    const code = functions.find(
      (one) => one.name === name && one.name !== '' && one.region.startLine === line,
    )
    return code ? [{ code, branches: branches ?? code.branches, usual: usual ?? branches === undefined }] : []
  })
}

/** One that only takes what it is given: every other test calls it. */
function isPlainConstructor({ name, node, branches }: CodeFunction): boolean {
  const isMade = /^constructor_declaration$|^compact_constructor/.test(node.type)
  return branches.length === 0 && (isMade || /^(?:constructor|__init__|__construct|initialize)$/.test(name))
}

/** The tests and manifests that say how tests are written near a file. */
async function howItIsDone(
  snapshot: Snapshot,
  path: string,
  target: string,
  tests: readonly string[],
  paths: readonly string[],
): Promise<{ samples: Sample[]; manifests: Sample[] }> {
  const samples = [
    ...new Set([
      ...tests.filter((one) => one === target),
      ...nearestTests(target, tests, SAMPLES),
      ...nearestTests(path, tests, SAMPLES),
    ]),
  ]
  const manifests = paths
    .filter((one) => MANIFESTS.test(one) && isAbove(one, target))
    .toSorted((a, b) => b.split('/').length - a.split('/').length)
    .slice(0, 20)
  const texts = await snapshot.readMany([...samples, ...manifests])
  const read = (list: readonly string[], most: number): Sample[] =>
    list.flatMap((one) => {
      const content = texts.get(one)
      return content?.kind === 'text' ? [{ path: one, text: content.text.slice(0, most) }] : []
    })
  return { samples: read(samples, SAMPLE_LENGTH), manifests: read(manifests, MANIFEST_LENGTH) }
}

function isAbove(manifest: string, path: string): boolean {
  return path.startsWith(manifest.slice(0, manifest.lastIndexOf('/') + 1))
}
