import { expect, test } from 'vitest'
import { missingTest } from './missing-test.ts'

const names = ['a', 'b', 'c', 'd', 'e']
const sources = [...names, 'pay'].map((name) => `src/${name}.ts`)
const tests = names.map((name) => `test/unit/${name}.test.ts`)

test('where the neighbours keep theirs, one is missing', () => {
  expect(missingTest('src/pay.ts', tests, sources)).toEqual({
    path: 'test/unit/pay.test.ts',
    like: 'test/unit/a.test.ts',
    kept: 5,
    neighbours: 5,
  })
})

test('nothing is missing where there is one, wherever it stands, nor where few neighbours have one', () => {
  expect(missingTest('src/pay.ts', [...tests, 'e2e/pay.spec.ts'], sources)).toBeUndefined()
  expect(missingTest('src/pay.ts', tests.slice(0, 3), sources)).toBeUndefined()
  expect(missingTest('lib/pay.ts', tests, [...sources, 'lib/pay.ts'])).toBeUndefined()
})
