import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mapsIn, readYaml, textAt, valueAt } from './index.ts'

function one(text: string) {
  const read = readYaml(text)
  if (read.kind === 'unread') throw new Error(read.detail)
  return read.documents[0]
}

test('values know where they are written', () => {
  const text = 'a:\n  b: "x y" # c\n  list: [1, two]\n'
  const root = one(text)
  const value = valueAt(root, 'a', 'b')
  expect(value).toMatchObject({ kind: 'scalar', value: 'x y' })
  expect(text.slice(value?.start, value?.end)).toBe('"x y"')
  expect(textAt(root, 'a', 'list')).toBeUndefined()
})

test('anchors and merge keys are written out; what stands in the map wins', () => {
  const root = one('base: &b { image: x, user: root }\nweb: { <<: *b, user: app }\n')
  expect(textAt(root, 'web', 'image')).toBe('x')
  expect(textAt(root, 'web', 'user')).toBe('app')
})

test('several documents are read; an empty one is none', () => {
  const read = readYaml('a: 1\n---\n---\nb: 2\n')
  expect(read.kind === 'read' && read.documents.length).toBe(2)
})

test('what is not YAML is named with its line', () => {
  expect(readYaml('a: 1\nb: [\n')).toMatchObject({
    kind: 'unread',
    detail: expect.stringMatching(/^line [23]/),
  })
})

test('bombs are bounded', () => {
  const bomb = ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]']
  for (let at = 1; at < 12; at++)
    bomb.push(
      `a${at}: &a${at} [${Array(10)
        .fill(`*a${at - 1}`)
        .join(',')}]`,
    )
  expect(readYaml(bomb.join('\n')).kind).toBe('unread')
  expect(readYaml('['.repeat(5000) + ']'.repeat(5000)).kind).toBe('unread')
  expect(readYaml('&a [*a]').kind).toBe('unread')
  expect(readYaml(`a: ${'x'.repeat(1_000_001)}`).kind).toBe('unread')
})

test('whatever it is, it is read or named', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ab:\-\n {}[\]&*!|>'"#]*$/), (text) => {
      const read = readYaml(text)
      if (read.kind === 'read') for (const document of read.documents) for (const _ of mapsIn(document));
    }),
  )
})
