import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mapToTree } from './map-to-tree.ts'
import type { CoverageFormat, CoverageReport } from './report.ts'

function report(paths: readonly string[], format: CoverageFormat = 'lcov', roots?: string[]): CoverageReport {
  const files = new Map(paths.map((path) => [path, { lines: new Map([[1, 1]]), branches: new Map() }]))
  return { format, files, ...(roots && { roots }) }
}

/** What became of the report's paths: those found, and those not with the reason. */
function mapped(of: CoverageReport, tree: readonly string[], options?: Parameters<typeof mapToTree>[2]) {
  const { report: found, unmapped } = mapToTree(of, tree, options)
  return [...found.files.keys(), ...unmapped.map(({ path, why }) => `${path}: ${why}`)]
}

test.each([
  ['as it is', ['src/pay.ts'], ['src/pay.ts'], ['lib/pay.ts']],
  ['a leading ./', ['./src/pay.ts'], ['src/pay.ts'], ['lib/pay.ts']],
  ['an absolute path of a build machine', ['/home/ci/shop/shop/src/pay.ts'], ['src/pay.ts'], ['pay.ts']],
  ['Windows', ['D:/a/shop/src/pay.ts'], ['src/pay.ts'], ['pay.ts']],
  ['a package of a workspace', ['src/pay.ts'], ['packages/web/src/pay.ts'], ['src/other.ts']],
  ['a container', ['/app/src/a.ts', '/app/src/b.ts'], ['web/src/a.ts', 'web/src/b.ts'], ['src/c.ts']],
  ['an import path of Go', ['example.com/pay/v2/api/pay.go'], ['api/pay.go'], ['main.go']],
])('%s', (_, paths, expected, others) => {
  expect(mapped(report(paths), [...others, ...expected])).toEqual(expected)
})

test('two files that end alike are ambiguous, unless the rest of the report or its own place tells', () => {
  const tree = ['packages/a/src/index.ts', 'packages/b/src/index.ts', 'packages/b/src/pay.ts']
  expect(mapped(report(['src/index.ts']), tree)).toEqual(['src/index.ts: ambiguous'])
  expect(mapped(report(['src/index.ts', 'src/pay.ts']), tree)).toEqual([tree[1], tree[2]])
  expect(mapped(report(['src/index.ts']), tree, { at: 'packages/a/coverage/lcov.info' })).toEqual([tree[0]])
})

test('the root goes before a copy of its files elsewhere', () => {
  expect(mapped(report(['index.js']), ['examples/web/index.js', 'index.js'])).toEqual(['index.js'])
})

test('what the root of the report has no place for is not sought elsewhere', () => {
  const built = '/ci/shop/dist/index.js'
  const paths = ['/ci/shop/src/a.js', '/ci/shop/src/b.js', '/ci/shop/src/c.js', built]
  expect(mapped(report(paths), ['src/a.js', 'src/b.js', 'src/c.js', 'index.js'])).toEqual([
    'src/a.js',
    'src/b.js',
    'src/c.js',
    `${built}: not in the tree`,
  ])
})

test.each([
  '../web/src/lib.rs',
  '/ci/shop/../../src/lib.rs',
  '/root/.cargo/registry/src/index/serde-1.0.0/src/lib.rs',
  '/ci/shop/node_modules/left-pad/src/lib.rs',
])('%s is never a file of the tree', (path) => {
  expect(mapped(report([path]), ['src/lib.rs'])).toEqual([`${path}: leads out of the tree`])
})

test('a folder of the tree that is called like one of installed packages is ours', () => {
  const tree = ['gems/pay/lib/pay.rb', 'lib/pay.rb']
  expect(mapped(report(['/ci/shop/gems/pay/lib/pay.rb']), tree)).toEqual([tree[0]])
  expect(mapped(report(['gems/pay/lib/pay.rb']), tree)).toEqual([tree[0]])
  expect(mapped(report(['/var/lib/gems/pay-1.0/lib/pay.rb']), tree)).toEqual([
    '/var/lib/gems/pay-1.0/lib/pay.rb: leads out of the tree',
  ])
})

test('a module of Go says exactly where its files are', () => {
  const goModules = [
    { module: 'example.com/shop', folder: '' },
    { module: 'example.com/shop/sdk', folder: 'client/sdk' },
  ]
  const tree = ['pay.go', 'cmd/shop/pay.go', 'client/sdk/pay.go']
  const paths = ['example.com/shop/pay.go', 'example.com/shop/sdk/pay.go', 'example.com/shop/cmd/pay.go']
  expect(mapped(report(paths, 'go'), tree, { goModules })).toEqual([
    'pay.go',
    'client/sdk/pay.go',
    'example.com/shop/cmd/pay.go: not in the tree',
  ])
})

test('what is left of another commit is not taken for its namesake elsewhere', () => {
  const tree = ['packages/a/src/one.ts', 'packages/a/src/two.ts', 'packages/b/src/gone.ts', 'tools/setup.ts']
  expect(mapped(report(['src/one.ts', 'src/two.ts', 'src/gone.ts']), tree)).toEqual([
    tree[0],
    tree[1],
    'src/gone.ts: not in the tree',
  ])
  expect(mapped(report(['setup.ts']), tree)).toEqual(['setup.ts: not in the tree'])
})

test('packages of Java lie under any source folder, whole, in the folder of their group', () => {
  const tree = ['web/src/main/java/com/acme/Pay.java', 'core/src/main/java/com/acme/Pay.java']
  expect(mapped(report(['com/acme/Pay.java'], 'jacoco'), tree)).toEqual(['com/acme/Pay.java: ambiguous'])
  expect(mapped(report(['shop/core!com/acme/Pay.java'], 'jacoco'), tree)).toEqual([tree[1]])
  const modules = [
    'web/src/main/java/com/acme/A.java',
    'core/src/main/java/com/acme/B.java',
    'core/src/main/java/C.java',
  ]
  expect(mapped(report(['com/acme/A.java', 'com/acme/B.java'], 'jacoco'), modules)).toEqual(
    modules.slice(0, 2),
  )
  expect(mapped(report(['org/acme/Pay.java'], 'jacoco'), tree)).toEqual([
    'org/acme/Pay.java: not in the tree',
  ])
})

test('a package of Kotlin may leave its first parts out of the folders', () => {
  const paths = ['com/acme/pay/Pay.kt', 'com/acme/tax/Tax.kt']
  const tree = ['src/main/kotlin/pay/Pay.kt', 'src/main/kotlin/tax/Tax.kt']
  expect(mapped(report(paths, 'jacoco'), tree)).toEqual(tree)
})

test('the source folders of Cobertura say where its paths start', () => {
  const tree = ['pay.py', 'src/shop/pay.py']
  expect(mapped(report(['pay.py'], 'cobertura', ['/ci/shop/src/shop']), tree)).toEqual(['src/shop/pay.py'])
  expect(mapped(report(['pay.py'], 'cobertura', ['/ci/shop']), tree)).toEqual(['pay.py'])
})

test('the checkouts of a matrix are one; a stray file is not taken for ours', () => {
  const tree = ['src/a.ts', 'src/b.ts']
  const matrix = ['/home/shop/src/a.ts', '/home/shop/src/b.ts', 'D:/shop/src/a.ts', 'D:/shop/src/b.ts']
  expect(mapped(report(matrix), tree)).toEqual(tree)
  const stray = '/tmp/other/src/a.ts'
  expect(mapped(report([...matrix.slice(0, 2), stray]), tree)).toEqual([...tree, `${stray}: ambiguous`])
})

const sorted = (texts: Iterable<string>): string[] => [...texts].toSorted((a, b) => (a < b ? -1 : 1))
const part = fc.constantFrom('a', 'b', 'src', '..', '.', '', 'node_modules', 'C:')
const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'))

test('any paths are mapped into the tree or named, whatever their order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(path), fc.uniqueArray(path), (paths, tree) => {
      const { report: found, unmapped } = mapToTree(report(paths), tree)
      for (const one of found.files.keys()) expect(tree).toContain(one)
      const turned = mapToTree(report(paths.toReversed()), tree.toReversed())
      expect(sorted(turned.report.files.keys())).toEqual(sorted(found.files.keys()))
      expect(sorted(turned.unmapped.map((one) => one.path))).toEqual(sorted(unmapped.map((one) => one.path)))
    }),
  )
})

const name = fc.constantFrom('a', 'b', 'src', 'index.ts', 'lib')
const own = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => [...parts, 'x.ts'].join('/'))

test('a report of a whole tree is found whole, wherever it was checked out', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(own, { minLength: 2 }),
      fc.constantFrom('/ci/shop/', 'C:/shop/', './', ''),
      (tree, from) => {
        const { report: found, unmapped } = mapToTree(report(tree.map((one) => `${from}${one}`)), tree)
        expect(sorted(found.files.keys())).toEqual(sorted(tree))
        expect(unmapped).toEqual([])
      },
    ),
  )
})

test('many files of one name cost no more than others', () => {
  const tree = Array.from({ length: 20_000 }, (_, index) => `p${index}/src/index.ts`)
  const paths = tree.map((one) => `/ci/${one}`)
  expect(mapToTree(report(paths), tree).unmapped).toEqual([])
  expect(mapToTree(report(['/x/index.ts', 'src/index.ts']), tree).unmapped).toHaveLength(2)
})
