import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { memoryChangeSet } from '../../../src/changeset/memory.ts'
import { PROGRAMS } from '../../../src/engine/tools/programs.ts'
import { runTool } from '../../../src/engine/tools/run-tool.ts'
import { rules } from '../../index.ts'
import { compareProtobuf, type ProtobufComparison } from './compare-protobuf.ts'

type Files = Record<string, string>

function compare(
  base: Files,
  head: Files,
  category: 'configured' | 'WIRE' = 'configured',
): Promise<ProtobufComparison> {
  return compareProtobuf(memoryChangeSet(base, head), (request) => runTool(request), {
    category,
    exclude: [],
  })
}

async function said(base: Files, head: Files): Promise<string[]> {
  const { breaking, problems, notLookedAt } = await compare(base, head)
  return [
    ...breaking.map(({ type, place: { side, path, line } }) => `${type} ${side} ${path}:${line}`),
    ...problems.map(
      ({ message, before, place }) =>
        `${before ? 'still' : 'now'} ${place.side} ${place.path}:${place.line} ${message}`,
    ),
    ...notLookedAt,
  ]
}

const file = (body: string, name = 'a'): string => `syntax = "proto3";\npackage ${name};\n${body}\n`
const PET = file('message Pet {\n  string name = 1;\n  int32 age = 2;\n}')
const SMALL = file('message Pet {\n  string name = 1;\n}')

test('what buf.yaml of the base says counts, and the head cannot change it', async () => {
  const config = (text: string): string => `version: v2\nbreaking:\n  ${text}\n`
  const loose = config('use: [WIRE_JSON]')
  const reserved = file('message Pet {\n  string name = 1;\n  reserved 2;\n  reserved "age";\n}')
  expect(
    await said({ 'buf.yaml': loose, 'p.proto': PET }, { 'buf.yaml': loose, 'p.proto': reserved }),
  ).toEqual([])
  expect(
    await said(
      { 'buf.yaml': config('use: [FILE]'), 'p.proto': PET },
      { 'buf.yaml': loose, 'p.proto': reserved },
    ),
  ).toEqual(['FIELD_NO_DELETE base p.proto:5'])
  const ignoring = config('ignore: [internal]')
  const both = {
    'buf.yaml': ignoring,
    'internal/p.proto': PET,
    'q.proto': PET.replaceAll('package a', 'package b'),
  }
  const after = { ...both, 'internal/p.proto': SMALL, 'q.proto': SMALL.replaceAll('package a', 'package b') }
  expect(await said(both, after)).toEqual(['FIELD_NO_DELETE base q.proto:5'])
  const plugin = config('use: [FILE, OUR_PLUGIN_RULE]')
  expect(
    await said({ 'buf.yaml': plugin, 'p.proto': PET }, { 'buf.yaml': plugin, 'p.proto': SMALL }),
  ).toHaveLength(1)
})

test('copies of the same definitions in one repository are compared apart', async () => {
  const base = { 'one/p.proto': PET, 'two/p.proto': PET }
  expect(await said(base, { 'one/p.proto': SMALL, 'two/p.proto': SMALL })).toEqual([
    'FIELD_NO_DELETE base one/p.proto:5',
    'FIELD_NO_DELETE base two/p.proto:5',
  ])
})

test('imports are found below any root, and types of others stand in for themselves', async () => {
  const common = file('message Id { string value = 1; }', 'shop.common')
  const shop = (type: string): string =>
    file(
      `import "common/id.proto";\nimport "google/type/money.proto";\nimport "other/thing.proto";\nmessage Item {\n  shop.common.Id id = 1;\n  ${type} price = 2;\n  other.Thing.Kind kind = 3;\n}`,
      'shop',
    )
  const base = {
    'services/x/proto/common/id.proto': common,
    'services/x/proto/shop/shop.proto': shop('google.type.Money'),
  }
  expect(
    await said(base, {
      ...base,
      'services/x/proto/shop/shop.proto': shop('google.type.Money').replace('price', 'cost'),
    }),
  ).toEqual([
    'FIELD_SAME_JSON_NAME head services/x/proto/shop/shop.proto:8',
    'FIELD_SAME_NAME head services/x/proto/shop/shop.proto:8',
  ])
  expect(await said(base, { ...base, 'services/x/proto/shop/shop.proto': shop('other.Price') })).toEqual([
    'FIELD_SAME_TYPE head services/x/proto/shop/shop.proto:8',
  ])
})

test('what does not compile is named with its line, and the rest is compared', async () => {
  const other = { 'q.proto': PET.replace('package a', 'package b') }
  const broken = {
    'p.proto': PET.replace('int32', 'Nothing'),
    'q.proto': SMALL.replace('package a', 'package b'),
  }
  expect(await said({ 'p.proto': PET, ...other }, broken)).toEqual([
    'FIELD_NO_DELETE base q.proto:5',
    'now head p.proto:5 cannot find `Nothing` in this scope',
  ])
  const again = { ...broken, 'p.proto': `${broken['p.proto']}// still\n` }
  expect(await said(broken, again)).toEqual(['still head p.proto:5 cannot find `Nothing` in this scope'])
  expect(await said(broken, { 'p.proto': PET, 'q.proto': broken['q.proto'] })).toEqual([
    'still base p.proto:5 cannot find `Nothing` in this scope',
  ])
})

test('the same files, and files in another order, give nothing', async () => {
  expect(await said({ 'p.proto': PET }, { 'p.proto': PET })).toEqual([])
  const two = (first: string, second: string): string => file(`message ${first} {}\nmessage ${second} {}`)
  expect(await said({ 'p.proto': two('A', 'B') }, { 'p.proto': two('B', 'A') })).toEqual([])
})

test('without the program, proto files are named as not compared', async () => {
  const changeSet = memoryChangeSet({ 'p.proto': PET }, { 'p.proto': SMALL })
  const { breaking, notLookedAt } = await compareProtobuf(
    changeSet,
    () => Promise.resolve({ kind: 'unavailable', why: 'no package for this platform' }),
    { category: 'configured', exclude: [] },
  )
  expect(breaking).toEqual([])
  expect(notLookedAt).toEqual(['p.proto not compared: no package for this platform'])
})

test('every rule of buf is told by one rule of ours', () => {
  const found = PROGRAMS['buf-breaking'].find()
  if ('why' in found) throw new Error(found.why)
  const home = mkdtempSync(join(tmpdir(), 'buf-rules-'))
  const ids = new Set(
    ['v1beta1', 'v1', 'v2'].flatMap((version) =>
      execFileSync(
        found.path,
        ['config', 'ls-breaking-rules', '--version', version, '--include-deprecated', '--format', 'json'],
        { env: { HOME: home }, encoding: 'utf8' },
      )
        .split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { id: string }).id),
    ),
  )
  rmSync(home, { recursive: true, force: true })
  const told = rules.flatMap((rule) => bufIdsOf(rule))
  expect(told.toSorted()).toEqual([...ids].toSorted())
})

function bufIdsOf(rule: object): readonly string[] {
  return 'buf' in rule ? (rule.buf as string[]) : []
}
