import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mapToTree, type CoverageFormat, type MapOptions } from '../../../src/parse/coverage/index.ts'

// How the paths of reports are found in real trees: `node test/corpora/coverage/mapping.ts <repository>…`. Reports are made
// up of each tree as tools would name its files; a fifth of the tree is then taken away, as if the report were of another
// commit. What is found at another place than it stood is wrong; what is not found only costs evidence.
const source = /\.(?:tsx?|jsx?|py|rb|go|php|java|kt|rs|cs)$/
const javaRoot = /^.*src\/main\/(?:java|kotlin)\//

/** Of a path, the same from 0 to 1 at every run. */
const chance = (path: string, salt: string): number =>
  createHash('sha1').update(`${salt}${path}`).digest().readUInt32BE() / 2 ** 32

for (const repository of process.argv.slice(2)) {
  const git = ['-C', repository, 'ls-tree', '-r', '--name-only', '-z', 'HEAD']
  const all = execFileSync('git', git, { encoding: 'utf8', maxBuffer: 1 << 28 }).split('\0')
  const paths = all.filter((path) => source.test(path))
  for (const share of [1, 0.1]) {
    for (const gone of [0, 0.2]) {
      const tree = all.filter((path) => path !== '' && chance(path, 'gone') >= gone)
      const some = paths.filter((path) => chance(path, 'some') < share)
      const what = `${repository}: ${share * 100} % of the files, ${gone * 100} % gone`
      const show = (
        kind: string,
        names: ReadonlyMap<string, string>,
        format?: CoverageFormat,
        options?: MapOptions,
      ) => print(`${what}, ${kind}`, tree, names, format, options)
      show(
        'absolute',
        named(some, (path) => `/home/runner/work/shop/shop/${path}`),
      )
      show(
        'relative',
        named(some, (path) => path),
      )
      show(
        'Go',
        named(
          some.filter((path) => path.endsWith('.go')),
          (path) => `example.com/shop/v2/${path}`,
        ),
        'go',
      )
      show(
        'JaCoCo',
        named(
          some.filter((path) => javaRoot.test(path)),
          (path) => path.replace(javaRoot, ''),
        ),
        'jacoco',
      )
      for (const folder of foldersOf(some)) {
        const own = some.filter((path) => path.startsWith(`${folder}/`))
        const names = named(own, (path) => path.slice(folder.length + 1))
        show(`from ${folder}`, names)
        show(`from ${folder} and in it`, names, 'lcov', { at: `${folder}/coverage/lcov.info` })
      }
    }
  }
}

/** What a tool calls each file; where two are called the same, the report cannot tell them apart. */
function named(paths: readonly string[], name: (path: string) => string): Map<string, string> {
  const count = Map.groupBy(paths, name)
  return new Map(
    [...count].flatMap(([one, own]) => (own.length === 1 ? own.map((path) => [one, path] as const) : [])),
  )
}

function foldersOf(paths: readonly string[]): string[] {
  const folders = Map.groupBy(paths, (path) => path.split('/').slice(0, 2).join('/'))
  return [...folders]
    .filter(([, own]) => own.length > 3)
    .map(([folder]) => folder)
    .slice(0, 3)
}

function print(
  what: string,
  tree: readonly string[],
  names: ReadonlyMap<string, string>,
  format: CoverageFormat = 'lcov',
  options: MapOptions = {},
): void {
  if (names.size === 0) return
  // The hits say which file of the report one of the tree was.
  const written = [...names.keys()]
  const files = new Map(
    written.map((name, index) => [name, { lines: new Map([[1, index]]), branches: new Map() }]),
  )
  const { report } = mapToTree({ format, files }, tree, options)
  const wrong = [...report.files].filter(
    ([path, { lines }]) => names.get(written[lines.get(1) ?? -1] ?? '') !== path,
  )
  const there = new Set(tree)
  const findable = [...names.values()].filter((path) => there.has(path)).length
  const right = report.files.size - wrong.length
  console.log(`${what}: ${right} of ${findable} found, ${wrong.length} wrong`)
  for (const [path, { lines }] of wrong.slice(0, 3))
    console.log(`  ${written[lines.get(1) ?? -1]} at ${path}`)
}
