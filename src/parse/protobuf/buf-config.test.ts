import { expect, test } from 'vitest'
import { parseYaml } from '../yaml/parse-yaml.ts'
import { isWithin, readBufWorkYaml, readBufYaml } from './buf-config.ts'

const read = (text: string, path = 'api/buf.yaml'): ReturnType<typeof readBufYaml> =>
  readBufYaml(parseYaml(path, text))

test('version 2: modules, each with the settings of the workspace or its own', () => {
  const { modules, problems } = read(`version: v2
modules:
  - path: proto
    excludes: [proto/old]
  - path: vendor
    breaking: {use: [WIRE], ignore_unstable_packages: true}
breaking:
  use: [PACKAGE, MY-PLUGIN]
  except: [FIELD_SAME_NAME]
  ignore: [proto/internal, ../../outside]
  ignore_only: {ENUM_NO_DELETE: [proto/a.proto]}
plugins: [{plugin: ./evil}]
deps: [buf.build/googleapis/googleapis]
`)
  expect(modules).toEqual([
    {
      root: 'api/proto',
      excludes: ['api/proto/old'],
      breaking: {
        version: 'v2',
        use: ['PACKAGE'],
        except: ['FIELD_SAME_NAME'],
        ignore: ['api/proto/internal'],
        ignoreOnly: new Map([['ENUM_NO_DELETE', ['api/proto/a.proto']]]),
        ignoreUnstablePackages: false,
      },
    },
    {
      root: 'api/vendor',
      excludes: [],
      breaking: expect.objectContaining({ use: ['WIRE'], ignoreUnstablePackages: true }),
    },
  ])
  expect(problems).toEqual(["names 1 rules under breaking.use that are none of buf's own"])
})

test('version 1 and its beta: one module where the file is, or its roots', () => {
  expect(read('version: v1\nbreaking: {ignore: [a]}', 'buf.yaml').modules).toMatchObject([
    { root: '', breaking: { version: 'v1', ignore: ['a'] } },
  ])
  expect(read('version: v1beta1\nbuild: {roots: [x, y]}').modules.map(({ root }) => root)).toEqual([
    'api/x',
    'api/y',
  ])
  expect(readBufWorkYaml(parseYaml('buf.work.yaml', 'version: v1\ndirectories: [a, b/c, /etc]'))).toEqual([
    'a',
    'b/c',
  ])
})

test('what is not understood is said, and the defaults are in force', () => {
  expect(read('version: v9').problems).toHaveLength(1)
  expect(read('- a').problems).toEqual(['is no mapping'])
  expect(read('version: [').problems.length).toBeGreaterThan(0)
  expect(read('version: [').modules).toMatchObject([{ root: 'api', breaking: { use: [] } }])
})

test('a path lies within a folder, not within one whose name begins alike', () => {
  expect([isWithin('a/b', ['a']), isWithin('ab', ['a']), isWithin('a', ['a']), isWithin('a', [''])]).toEqual([
    true,
    false,
    true,
    true,
  ])
})
