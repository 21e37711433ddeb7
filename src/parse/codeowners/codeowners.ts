import { matcher, type Snapshot } from '../../model/index.ts'

/** Where GitHub looks for the file, in its order; the first that is there counts (https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners). */
export const CODEOWNERS_PATHS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const

/** GitHub does not load a larger one. */
const MAX_BYTES = 3 * 1024 * 1024
/** Beyond this a file is no list that people keep. */
const MAX_LINES = 20_000

/** `@user`, `@organisation/team`, or an address of mail. */
const OWNER = /^(?:@[\w.-]+(?:\/[\w.-]+)?|[^\s@]+@[^\s@]+\.[^\s@]+)$/

export interface CodeOwners {
  path: string
  /** Owners of a path as they are written; empty where nobody owns it. The last pattern that matches decides. */
  ownersOf: (path: string) => readonly string[]
  /** Lines that GitHub passes over, with the reason. */
  problems: { line: number; why: string }[]
}

/** The owners that a commit's tree names; undefined where it has no such file, `unread` where it cannot be read. */
export async function codeOwners(
  snapshot: Snapshot,
): Promise<{ kind: 'read'; owners: CodeOwners } | { kind: 'unread'; why: string } | undefined> {
  const there = new Set((await snapshot.entries()).map(({ path }) => path))
  const path = CODEOWNERS_PATHS.find((candidate) => there.has(candidate))
  if (path === undefined) return undefined
  const content = await snapshot.read(path)
  if (content.kind === 'unread') return { kind: 'unread', why: `${path}: ${content.reason}` }
  if (Buffer.byteLength(content.text) > MAX_BYTES)
    return { kind: 'unread', why: `${path}: larger than 3 MB, GitHub does not load it` }
  return { kind: 'read', owners: parseCodeOwners(content.text, path) }
}

/** Reads the text of a CODEOWNERS file. Never throws. */
export function parseCodeOwners(text: string, path = 'CODEOWNERS'): CodeOwners {
  const rules: { matches: (path: string) => boolean; owners: string[] }[] = []
  const problems: CodeOwners['problems'] = []
  for (const [index, raw] of text.split('\n', MAX_LINES).entries()) {
    const words = raw.replace(/(?:^|\s)#.*$/, '').trim()
    if (words === '') continue
    const [pattern = '', ...owners] = words.split(/(?<!\\)\s+/)
    const why =
      refused(pattern) ?? owners.flatMap((owner) => (OWNER.test(owner) ? [] : [`${owner} is no owner`]))[0]
    if (why !== undefined) {
      problems.push({ line: index + 1, why })
      continue
    }
    rules.push({ matches: matcher(globsOf(pattern.replaceAll('\\ ', ' '))), owners })
  }
  return {
    path,
    problems,
    ownersOf: (asked) => rules.findLast(({ matches }) => matches(asked))?.owners ?? [],
  }
}

/** What of gitignore's syntax does not work here. */
function refused(pattern: string): string | undefined {
  if (pattern.startsWith('!')) return 'a pattern cannot be taken back with !'
  if (/[[\]]/.test(pattern)) return 'a pattern has no ranges of characters'
  if (pattern.length > 1000) return 'the pattern is longer than 1,000 characters'
  return undefined
}

/** A pattern names a file or, unless its last word is a star, all that is in a folder. */
function globsOf(pattern: string): string[] {
  const escaped = pattern.replaceAll(/[{}()+@!?\\]/g, String.raw`\$&`)
  const path = escaped.replace(/^\//, '').replace(/\/$/, '')
  const isAnchored = escaped.replace(/\/$/, '').includes('/')
  const own = isAnchored ? path : `**/${path}`
  if (path === '*' || path === '**') return ['**']
  if (escaped.endsWith('/')) return [`${own}/**`]
  return /(?:^|\/)\*$/.test(path) ? [own] : [own, `${own}/**`]
}
