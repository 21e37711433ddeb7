import { crc32 } from 'node:zlib'

/** What the inside of a key tells of it, read without asking its provider. */
export type Structure =
  /** Its checksum or its parts are what the provider gives alone: nobody makes that up by hand. */
  | 'issued'
  /** It can be read as what it says that it is. */
  | 'whole'
  /** Neither: a placeholder, a key of a test, or one with a typing error. */
  | 'broken'

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What a key's inside tells, where it has one that can be checked. */
export function structureOf(value: string): Structure | undefined {
  if (/^(?:gh[pousr]|npm)_[A-Za-z0-9]{36}$/.test(value)) return hasCrc(value.slice(4)) ? 'issued' : 'broken'
  // Keys of before 2019 begin lower and hold no account.
  if (/^A[KS]IA[Q-Z2-7][A-Z2-7]{15}$/.test(value)) return isOfAccount(value) ? 'whole' : 'broken'
  if (/^eyJ[\w-]+\.eyJ[\w-]+\./.test(value)) return isJsonWebToken(value) ? 'whole' : 'broken'
  if (/^sk_live_51[A-Za-z0-9]{90,120}$/.test(value)) return 'issued'
  if (/^xox[bp]-\d{10,13}-\d{10,13}(?:-\d{10,13})?-[A-Za-z0-9]{24,34}$/.test(value)) return 'issued'
  // Google's keys begin with a version, and its fourth digit is one of four.
  if (/^AIzaSy[A-D][\w-]{32}$/.test(value)) return 'whole'
  return undefined
}

/** Whether what stands between the lines of a private key is a key: a sequence of DER, or OpenSSH's own form. */
export function structureOfKey(text: string): Structure | undefined {
  const body = text.replace(/\\[nr]/g, '').replace(/["'`]\s*[+.,]?\s*["'`]?|\s/g, '')
  if (body.startsWith('b3BlbnNzaC1rZXktdjE')) return 'whole'
  if (!/^MI[A-Za-z0-9+/]+={0,2}$/.test(body)) return undefined
  return isWholeDer(body) ? 'whole' : 'broken'
}

/** Tokens of GitHub and npm end with six digits of base 62: the CRC-32 of the thirty characters before. */
function hasCrc(body: string): boolean {
  let sum = 0
  for (const digit of body.slice(30)) sum = sum * 62 + BASE62.indexOf(digit)
  return sum === crc32(body.slice(0, 30))
}

/** The number of the account, 12 decimal digits, is in the first forty bits after the prefix's. */
function isOfAccount(id: string): boolean {
  let bits = 0n
  for (const digit of id.slice(4)) bits = bits * 32n + BigInt(BASE32.indexOf(digit))
  const account = (bits >> 39n) & 0xff_ffff_ffffn
  return account > 0n && account < 1_000_000_000_000n
}

function isJsonWebToken(token: string): boolean {
  const [header = '', claims = ''] = token.split('.')
  const read = [header, claims].map((part) => {
    try {
      return JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown
    } catch {
      return undefined
    }
  })
  return read.every((part) => typeof part === 'object' && part !== null) && 'alg' in (read[0] as object)
}

/** A sequence of DER that says how long it is, and is. */
function isWholeDer(body: string): boolean {
  const bytes = Buffer.from(body, 'base64')
  const count = (bytes[1] ?? 0) & 0x7f
  if (bytes[0] !== 0x30 || ((bytes[1] ?? 0) & 0x80) === 0 || count < 1 || count > 3) return false
  return bytes.readUIntBE(2, count) + 2 + count === bytes.length
}
