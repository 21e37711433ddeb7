import { expect, test } from 'vitest'
import { dialectOf, looksLikeDescription } from './detect.ts'
import { fragmentSteps, readReference } from './references.ts'

test.each([
  ['#/a', 'api/spec.yaml'],
  ['common.yaml#/a', 'api/common.yaml'],
  ['./schemas/../common.yaml', 'api/common.yaml'],
  ['../shared/a%20b.yaml', 'shared/a b.yaml'],
])('%s leads to %s', (ref, path) => {
  expect(readReference('api/spec.yaml', ref)).toMatchObject({ kind: 'local', path })
})

test.each([
  '/etc/passwd',
  '../../etc/passwd',
  '..%2F..%2Fetc/passwd',
  'a/../../../x',
  'file:///etc/passwd',
  'https://example.com/a.yaml',
  '//example.com/a.yaml',
  '..\\..\\secret',
])('%s is never followed', (ref) => {
  expect(readReference('api/spec.yaml', ref).kind).toBe('outside')
})

test('a pointer is unescaped after the URI is', () => {
  expect(fragmentSteps('/paths/~1pets~1%7Bid%7D/a~0b')).toEqual(['paths', '/pets/{id}', 'a~b'])
  expect(fragmentSteps('anchor')).toBeUndefined()
})

test.each([
  ['openapi: 3.0.3\n', 'openapi-3.0'],
  ['info: {}\nopenapi: "3.1.0"\n', 'openapi-3.1'],
  ['{"components":{},"openapi":"3.2.0"}', 'openapi-3.1'],
  ['swagger: 2.0\n', 'swagger-2.0'],
])('%j is a description', (text, dialect) => {
  expect(looksLikeDescription(text)).toBe(true)
  const version = /([23][\d.]*)/.exec(text)?.[1] ?? ''
  expect(dialectOf({ [dialect.split('-')[0] ?? '']: version })).toBe(dialect)
})

test.each([
  '{"dependencies":{"openapi":"^3.0.0"}}',
  'openapi-version: 3\n',
  'my-swagger: 2.0\n',
  'asyncapi: 3.0.0\n',
])('%j is none', (text) => expect(looksLikeDescription(text)).toBe(false))
