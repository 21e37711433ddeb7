import { createHash } from 'node:crypto'
import { type Provider, providers } from './providers.ts'
import { entropy, isPlaceholder } from './random.ts'
import { serviceKeys } from './services.ts'
import { type Structure, structureOf, structureOfKey } from './structure.ts'

export interface Secret {
  provider: Provider
  /** Offsets into the text that was given. */
  start: number
  end: number
  /** What may be shown of it: its public prefix. */
  masked: string
  /** What its inside tells. */
  structure?: Structure | undefined
  /** Identity without the secret: 16 hexadecimal digits of SHA-256. */
  hash: string
}

/** A line longer than this is scanned in pieces of this length that overlap. */
const PIECE = 65_536
const OVERLAP = 512

/** More keys than anybody writes by hand; a text that goes on is not searched further. */
const MAX_SECRETS = 1000

/** Keys that stand in `text` between two offsets, each once a place; at most 1,000 or little more. */
export function findSecrets(text: string, from = 0, to = text.length): Secret[] {
  const found: Secret[] = []
  for (const [start, end] of pieces(from, to)) {
    for (const secret of inPiece(text, start, end)) {
      if (found.length > MAX_SECRETS) return found
      const known = found.some((other) => other.start < secret.end && secret.start < other.end)
      if (!known) found.push(secret)
    }
  }
  return found.toSorted((a, b) => a.start - b.start)
}

/** Offsets of pieces that overlap by more than a key is long. */
export function* pieces(from: number, to: number): Generator<[from: number, to: number], void> {
  for (let start = from; start < to; start += PIECE - OVERLAP) {
    const end = Math.min(to, start + PIECE)
    yield [start, end]
    if (end === to) return
  }
}

function* inPiece(text: string, from: number, to: number): Generator<Secret, void> {
  const piece = text.slice(from, to)
  for (const provider of providers) {
    if (!provider.keyword.some((keyword) => piece.includes(keyword))) continue
    for (const match of piece.matchAll(provider.pattern)) {
      const [start, end] = match.indices?.[1] ?? match.indices?.[0] ?? [0, 0]
      const body = provider.body ? keyBody(text, from + end) : undefined
      const value = provider.body ? body : piece.slice(start, end)
      if (value === undefined || !looksReal(value, provider)) continue
      yield {
        provider,
        start: from + start,
        end: from + end,
        masked: mask(provider, value),
        structure: provider.body ? structureOfKey(keyText(text, from + end)) : structureOf(value),
        hash: hashOf(value),
      }
    }
  }
  for (const { provider, start, end } of serviceKeys(piece))
    yield secretAt(text, from + start, from + end, provider)
}

/** A secret of which nothing may be shown but a public prefix. */
export function secretAt(text: string, start: number, end: number, provider: Provider, prefix = ''): Secret {
  const value = text.slice(start, end)
  return {
    provider,
    start,
    end,
    masked: `${prefix}…`,
    structure: structureOf(value),
    hash: hashOf(value),
  }
}

/** Identity of a secret without it. */
function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 16)
}

/**
 * Keys that everybody has, by how they begin: those of the emulators of Azure Storage (Azurite) and of Cosmos DB stand in
 * Microsoft's documentation and open nothing.
 */
const WELL_KNOWN = /^(?:Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1|C2y6yDjf5\/R\+ob0N8A7Cgv30VRDJIWEH)/

function looksReal(value: string, provider: Provider): boolean {
  if (isPlaceholder(value) || WELL_KNOWN.test(value)) return false
  const random = value.replace(/^(?:[a-z]+[-_.]|[A-Za-z]{3,6}[-_])+/, '')
  // Hexadecimal digits carry four bits at most, so they can show less.
  return (
    entropy(random || value) >=
    (/^[0-9a-f]*$/i.test(random) ? Math.min(provider.entropy, 2.8) : provider.entropy)
  )
}

/**
 * The base64 after a `BEGIN` line, in real lines or in one with `\n` written out. The shortest key there is, one of
 * Ed25519 in PKCS #8, has 64 characters: less is a test of what is no key.
 */
function keyBody(text: string, from: number): string | undefined {
  const after = keyText(text, from)
    .replace(/\\[nr]/g, '')
    .replace(/[\s"'`+,;#*]/g, '')
    .replace(/(?:Proc-Type|DEK-Info|Version|Comment):[^=]{0,60}/g, '')
  const body = /^[A-Za-z0-9/=]{64,}/.exec(after)?.[0]
  return body
}

function keyText(text: string, from: number): string {
  return text.slice(from, from + 6000).split('-----', 1)[0] ?? ''
}

function mask(provider: Provider, value: string): string {
  if (provider.body) return '-----BEGIN PRIVATE KEY-----'
  const prefix = provider.keyword.find((keyword) => value.startsWith(keyword)) ?? ''
  return `${prefix}…`
}
