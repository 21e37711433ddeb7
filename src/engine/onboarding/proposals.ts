import type { SignKind, Signs } from './signs.ts'

/** Code that looks critical: by the names of folders, or by what files show. */
export interface Proposal {
  name: string
  folders: string[]
  /** Single files, where no folder says what they are. */
  files?: string[]
  reason: string
}

/** Words of folders that name what they hold, the most telling kinds first. */
const KINDS: readonly { name: string; words: ReadonlySet<string>; what: string }[] = [
  {
    name: 'payments',
    words: new Set(['payment', 'payments', 'billing', 'checkout', 'ledger', 'invoicing', 'payouts']),
    what: 'moves money',
  },
  {
    name: 'authentication',
    words: new Set(['auth', 'authentication', 'oauth', 'oauth2', 'sessions', 'login']),
    what: 'says who somebody is',
  },
  {
    name: 'permissions',
    words: new Set(['permission', 'permissions', 'authorization', 'policies', 'rbac', 'acl']),
    what: 'says who may do what',
  },
  { name: 'crypto', words: new Set(['crypto', 'cryptography', 'encryption']), what: 'keeps secrets' },
  { name: 'migrations', words: new Set(['migration', 'migrations', 'migrate']), what: 'changes stored data' },
]
/** Folders of code that is not the product's. */
export const ASIDE =
  /(^|\/)(\.[^/]*|node_modules|vendor|third_party|dist|build|target|tests?|__tests__|specs?|fixtures?|mocks?|__mocks__|testdata|testing|e2e|docs?|templates?|app_templates|generators|examples?|samples?|demos?|locales?|i18n|assets|static|public|generated)(\/|$)/i
export const CODE = /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kts?|cs|php|sql)$/
/** Tests beside the code. */
const TEST = /(?:^|\/)(?:test_[^/]*|[^/]*(?:[._-](?:test|spec)|_tests?|Tests?|Spec))\.\w+$/
/** Letters that mean nothing to a glob, a YAML text or a comment. */
const PLAIN = /^[\w./-]+$/
const MOST_PROPOSALS = 8
const MOST_FOLDERS = 5

/** What files are about by what stands in them. */
const SHOWN: readonly { kind: SignKind; name: string; what: string }[] = [
  { kind: 'money', name: 'money', what: 'amounts of money in the code' },
  { kind: 'permissions', name: 'permission-checks', what: 'permissions are asked for in the code' },
  { kind: 'crypto', name: 'cryptography', what: 'keys and ciphers in the code' },
]
/** Below these a file is like any other. */
const OFTEN = 10
const WIDELY = 5

/**
 * Critical paths that some files propose: at most eight, of at most five folders or files each.
 * @param signs what files show besides their names, where that was looked at
 */
export function proposalsOf(paths: Iterable<string>, signs?: Signs): Proposal[] {
  const all = [...paths]
  const named = byFolder(all, signs)
  return [...named, ...(signs ? bySigns(all, named, signs) : [])].slice(0, MOST_PROPOSALS)
}

/** Files outside of the folders that are proposed already. */
function bySigns(paths: readonly string[], named: readonly Proposal[], signs: Signs): Proposal[] {
  const folders = named.flatMap((proposal) => proposal.folders)
  const weight = (path: string): number =>
    (1 + (signs.commits.get(path) ?? 0)) * (1 + (signs.importers.get(path) ?? 0))
  const open = paths
    .filter((path) => CODE.test(path) && PLAIN.test(path) && !ASIDE.test(path) && !TEST.test(path))
    .filter((path) => !folders.some((folder) => path.startsWith(`${folder}/`)))
    .toSorted((a, b) => weight(b) - weight(a) || (a < b ? -1 : 1))
  const found: Proposal[] = []
  const propose = (name: string, all: readonly string[], what: string): void => {
    const files = all.slice(0, MOST_FOLDERS)
    if (files.length === 0) return
    const more = all.length > files.length ? ` (of ${all.length} files, those used and changed most)` : ''
    found.push({ name, folders: [], files, reason: `${what}${more}${inFigures(files, signs)}` })
  }
  for (const { kind, name, what } of SHOWN) {
    propose(
      name,
      open.filter((path) => signs.kinds.get(path) === kind),
      what,
    )
  }
  const told = new Set(found.flatMap(({ files }) => files))
  const hot = open.filter(
    (path) =>
      !told.has(path) &&
      (signs.commits.get(path) ?? 0) >= OFTEN &&
      (signs.importers.get(path) ?? 0) >= WIDELY,
  )
  propose('often-changed', hot, 'changed often, and much depends on it')
  return found
}

/** `; 41 commits in a year, imported by 23 files` */
function inFigures(files: readonly string[], { commits, importers }: Signs): string {
  const sum = (of: ReadonlyMap<string, number>): number =>
    files.reduce((total, path) => total + (of.get(path) ?? 0), 0)
  const [changes, users] = [sum(commits), sum(importers)]
  const parts = [
    ...(changes > 0 ? [`${changes} ${changes === 1 ? 'change' : 'changes'} in a year`] : []),
    ...(users > 0 ? [`imported ${users} ${users === 1 ? 'time' : 'times'}`] : []),
  ]
  return parts.length > 0 ? `; ${parts.join(', ')}` : ''
}

function byFolder(paths: readonly string[], signs?: Signs): Proposal[] {
  const files = new Map<string, Map<string, number>>()
  for (const path of paths) {
    if (!CODE.test(path) || !PLAIN.test(path) || ASIDE.test(path)) continue
    const parts = path.split('/').slice(0, -1)
    const at = parts.findIndex((part) => kindOf(part) !== undefined)
    if (at === -1) continue
    const kind = kindOf(parts[at] ?? '') ?? ''
    const folder = parts.slice(0, at + 1).join('/')
    const folders = files.get(kind) ?? new Map<string, number>()
    files.set(kind, folders.set(folder, (folders.get(folder) ?? 0) + 1))
  }
  return KINDS.flatMap(({ name, what }) => {
    const found = [...(files.get(name) ?? [])].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    if (found.length === 0) return []
    const folders = found.slice(0, MOST_FOLDERS)
    const count = folders.reduce((sum, [, each]) => sum + each, 0)
    const inside = folders.map(([folder]) => `${folder}/`)
    const held = signs ? paths.filter((path) => inside.some((folder) => path.startsWith(folder))) : []
    const figures = signs ? inFigures(held, signs) : ''
    const reason = `by its name, ${what}: ${count} ${count === 1 ? 'file' : 'files'} of code${figures}`
    return [{ name, folders: folders.map(([folder]) => folder), reason }]
  })
}

function kindOf(folder: string): string | undefined {
  return KINDS.find(({ words }) => words.has(folder.toLowerCase()))?.name
}

/** Proposals as commented lines of a configuration. */
export function proposedLines(proposals: readonly Proposal[]): string {
  const lines = proposals.map(({ name, folders, files = [], reason }) => {
    const globs = [...folders.map((folder) => `${folder}/**`), ...files]
      .map((glob) => JSON.stringify(glob))
      .join(', ')
    return `#   ${name}: { paths: [${globs}] } # ${reason}\n`
  })
  return `# critical-paths:\n${lines.join('')}`
}
