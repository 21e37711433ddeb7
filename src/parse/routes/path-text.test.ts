import fc from 'fast-check'
import { expect, test } from 'vitest'
import { below, known, templates, UNKNOWN } from './path-text.ts'

test.each([
  ['/pets/:id', ['/pets/{id}']],
  ['pets/', ['/pets']],
  ['/pets/:id?', ['/pets', '/pets/{id}']],
  ['/pets/{id?}', ['/pets', '/pets/{id}']],
  ['/pets(/:id)', ['/pets', '/pets/{id}']],
  ['/pets/<int:pet_id>', ['/pets/{pet_id}']],
  ['/pets/{id:[0-9]{3}}', ['/pets/{id}']],
  ['/files/{path...}', ['/files/{*path}']],
  ['/files/*', ['/files/{*parameter}']],
  ['/flights/:from-:to', ['/flights/{from}-{to}']],
  ['/v1/{name}:cancel', ['/v1/{name}:cancel']],
  ['', ['/']],
  ['/pets/{id', []],
  ['/not a path', []],
])('%s is %j', (written, expected) => {
  expect(templates(written)).toEqual(expected)
})

test('one slash joins two paths, and what is not known stays so', () => {
  expect(below(known('/a/'), known('/b'))).toEqual(known('/a/b'))
  expect(below(known('/a'), known(''))).toEqual(known('/a'))
  expect(below(UNKNOWN, known('/b'))).toEqual({ text: '/b', complete: false })
  expect(below(known('/a'), { text: 'b', complete: false })).toEqual({ text: 'b', complete: false })
})

test('no text makes it fail, and every template begins with a slash', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[/:{}<>()*?.ab[\]+$^=-]*$/), (written) => {
      for (const template of templates(written)) expect(template).toMatch(/^\//)
    }),
  )
})
