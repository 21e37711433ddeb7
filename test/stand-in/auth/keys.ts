import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/** A new RSA pair; the private half in the form that GitHub lets people download. */
export function newKeyPair(): { privateKey: string; publicKey: KeyObject } {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    publicKey: createPublicKey(pair.privateKey),
  }
}

export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex')
}
