import { expect, test } from 'vitest'
import { decodePath, unquotePath } from './quoted-path.ts'

test('undoes every escape that git writes', () => {
  expect(unquotePath('plain "name"')).toBe('plain "name"')
  expect(unquotePath(String.raw`"\a\b\t\n\v\f\r\"\\\303\251"`)).toBe('\u0007\b\t\n\v\f\r"\\\u00c3\u00a9')
})

test('decodes UTF-8 and names the bytes that are none', () => {
  const latin1 = Buffer.from('ordner/größe 😀').toString('latin1')
  expect(decodePath(latin1)).toStrictEqual({ path: 'ordner/größe 😀', valid: true })
  expect(decodePath('bad\u00ff.txt')).toStrictEqual({ path: String.raw`bad\xff.txt`, valid: false })
})
