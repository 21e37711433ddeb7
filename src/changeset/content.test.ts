import { expect, test } from 'vitest'
import { decodeContent } from './content.ts'

const decode = (bytes: string | number[]) => decodeContent(Buffer.from(bytes as string), 'id')

test('keeps line ends and drops a byte order mark', () => {
  expect(decode('\u{feff}a\r\nb\n')).toStrictEqual({ kind: 'text', text: 'a\r\nb\n', oid: 'id' })
  expect(decode('')).toStrictEqual({ kind: 'text', text: '', oid: 'id' })
})

test.for([
  ['binary', 'text\0text'],
  ['binary', `${'x'.repeat(100_000)}\0`],
  ['invalid-utf8', [0x61, 0xff, 0x62]],
  ['invalid-utf8', [0xed, 0xa0, 0x80]],
  ['lfs-pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n'],
] as const)('names what is no text: %s', ([reason, bytes]) => {
  expect(decode(bytes as string)).toStrictEqual({ kind: 'unread', reason })
})

test('a long file that begins like an LFS pointer is read', () => {
  const source = `version https://git-lfs.github.com/spec/v1\n${'eval(input)\n'.repeat(200)}`
  expect(decode(source)).toMatchObject({ kind: 'text' })
})
