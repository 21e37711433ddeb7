import { generateKeyPairSync } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { expect, it } from 'vitest'
import { structureOf, structureOfKey } from './structure.ts'

// Made here, so that no key is written down.
const PREFIX = ['AK', 'IA'].join('')
const BODY = 'q7Kp2VzR9mXw4TbN6cYd8LfG3hJsA5'

function base62(value: number): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  return value === 0 ? '' : base62(Math.floor(value / 62)) + (digits[value % 62] ?? '')
}

it.each(['ghp_', 'gho_', 'ghs_', 'npm_'])('knows a token of %s by its checksum', (prefix) => {
  const sum = base62(crc32(BODY)).padStart(6, '0')
  expect(structureOf(`${prefix}${BODY}${sum}`)).toBe('issued')
  expect(structureOf(`${prefix}${BODY}000000`)).toBe('broken')
})

it('knows an id of AWS by the account in it', () => {
  expect(structureOf(PREFIX + 'QYLPMN5HIYFKTZ7Q')).toBe('whole')
  expect(structureOf(PREFIX + '7777777777777777')).toBe('broken')
  expect(structureOf(PREFIX + 'I7777777JZTXQRVL')).toBeUndefined()
})

it('knows a JSON Web Token by its header and its claims', () => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = part({ sub: '1' })
  expect(structureOf(`${part({ alg: 'HS256' })}.${claims}.c2ln`)).toBe('whole')
  expect(structureOf(`${part({ typ: 'JWT' })}.${claims}.c2ln`)).toBe('broken')
  expect(structureOf(`eyJhbGciOiJIUzI1.${claims}.c2ln`)).toBe('broken')
})

it('knows a private key by its DER, in lines or put together in code', () => {
  for (const type of ['pkcs8', 'pkcs1'] as const) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ type, format: 'pem' }).toString()
    const body = pem.split('-----')[2] ?? ''
    expect(structureOfKey(body)).toBe('whole')
    expect(structureOfKey(body.replaceAll('\n', '\\n'))).toBe('whole')
    expect(structureOfKey(body.replaceAll('\n', '\\n" +\n  "'))).toBe('whole')
    expect(structureOfKey(body.replace(/.{64}\n/, ''))).not.toBe('whole')
  }
})
