/** A folder that its name shows to be critical. */
export interface Proposal {
  name: string
  folders: string[]
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
const CODE = /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kts?|cs|php|sql)$/
/** Letters that mean nothing to a glob, a YAML text or a comment. */
const PLAIN = /^[\w./-]+$/
const MOST_PROPOSALS = 8
const MOST_FOLDERS = 5

/** Critical paths that the folders of some files propose: at most eight, of at most five folders each. */
export function proposalsOf(paths: Iterable<string>): Proposal[] {
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
    const reason = `by its name, ${what}: ${count} ${count === 1 ? 'file' : 'files'} of code`
    return [{ name, folders: folders.map(([folder]) => folder), reason }]
  }).slice(0, MOST_PROPOSALS)
}

function kindOf(folder: string): string | undefined {
  return KINDS.find(({ words }) => words.has(folder.toLowerCase()))?.name
}

/** Proposals as commented lines of a configuration. */
export function proposedLines(proposals: readonly Proposal[]): string {
  const lines = proposals.map(({ name, folders, reason }) => {
    const globs = folders.map((folder) => JSON.stringify(`${folder}/**`)).join(', ')
    return `#   ${name}: { paths: [${globs}] } # ${reason}\n`
  })
  return `# critical-paths:\n${lines.join('')}`
}
