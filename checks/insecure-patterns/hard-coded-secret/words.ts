import type { Provider } from './providers.ts'

/** How to end the life of such a key, as a clause that begins small. */
export function revokeWords(provider: Provider): string {
  return `revoke it (${provider.revoke})`
}

export function article(name: string): string {
  return /^[aeio]/i.test(name) ? 'An' : 'A'
}
