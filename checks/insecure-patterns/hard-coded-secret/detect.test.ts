import { describe, expect, it } from 'vitest'
import { findSecrets } from './detect.ts'
import { entropy } from './random.ts'

// Put together here so that nothing in this file is a key, not even for another scanner.
const random = 'q7Kp2VzR9mXw4TbN6cYd8LfG3hJsA5uEo1iPWkZxQvBnMr0tHySgDjFlCeUaOI'
const take = (length: number, from = 0): string => random.repeat(4).slice(from, from + length)
const upper = 'QK7P2VZR5MXW4TBN'
const kind = 'RSA'
const hex = (length: number): string => '9f3b7c1d5e8a2046b1c7d9e3f5a80264'.repeat(3).slice(0, length)

const KEYS: Record<string, string> = {
  'aws-access-key': `AKIA${upper}`,
  'github-token': `ghp_${take(36)}`,
  'github-fine-grained-token': `github_pat_${take(22)}_${take(59)}`,
  'gitlab-token': `glpat-${take(20)}`,
  'stripe-key': `sk_live_${take(24)}`,
  'google-api-key': `AIza${take(35)}`,
  'sendgrid-key': `SG.${take(22)}.${take(43)}`,
  'twilio-key': `SK${hex(32)}`,
  'openai-key': `sk-proj-${take(60)}`,
  'npm-token': `npm_${take(36)}`,
  'digitalocean-token': `dop_v1_${hex(64)}`,
}

describe('findSecrets', () => {
  it.each(Object.entries(KEYS))('finds %s', (id, key) => {
    const text = `const key = "${key}"`
    const [secret, second] = findSecrets(text)
    expect(secret?.provider.id).toBe(id)
    expect(text.slice(secret?.start, secret?.end)).toBe(key)
    expect(second).toBeUndefined()
  })

  it('says nothing of the key but its prefix', () => {
    for (const key of Object.values(KEYS)) {
      const [secret] = findSecrets(`"${key}"`)
      expect(secret?.masked.length).toBeLessThan(22)
      expect(JSON.stringify({ masked: secret?.masked, hash: secret?.hash })).not.toContain(key.slice(-12))
    }
  })

  it('finds a key at any place of a line of many megabytes, quickly and once', () => {
    const filler = 'abc '.repeat(20_000)
    const text = `${filler}${KEYS['github-token']} ${filler}${KEYS['npm-token']}${' '.repeat(3_000_000)}`
    expect(findSecrets(text).map((secret) => secret.provider.id)).toEqual(['github-token', 'npm-token'])
  })

  it('takes a private key only with its body, in lines or in one string', () => {
    const begin = `-----BEGIN ${kind} PRIVATE KEY-----`
    expect(findSecrets(`${begin}\n${take(64)}\n${take(64, 7)}\n-----END`)).toHaveLength(1)
    expect(findSecrets(`"${begin}\\n${take(64)}\\n"`)).toHaveLength(1)
    expect(findSecrets(`if (text.startsWith("${begin}")) return`)).toHaveLength(0)
    expect(findSecrets(`${begin}\n${take(52)}\n-----END RSA PRIVATE KEY-----`)).toHaveLength(0)
    expect(findSecrets(`${begin}\n...\n-----END RSA PRIVATE KEY-----`)).toHaveLength(0)
  })

  it('leaves examples and placeholders alone', () => {
    for (const text of [
      'AKIAIOSFODNN7EXAMPLE',
      `ghp_${'x'.repeat(36)}`,
      `sk_live_${'1234567890'.repeat(3)}`,
      'ghp_short',
      'AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
    ]) {
      expect(findSecrets(text)).toEqual([])
    }
  })
})

describe('entropy', () => {
  it('is 0 for one character over and over, and 2 for four alike', () => {
    expect(entropy('aaaa')).toBe(0)
    expect(entropy('abcd')).toBe(2)
  })
})
