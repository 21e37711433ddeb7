import type { Snapshot } from '../../model/index.ts'
import { codeTree } from '../../parse/reach/code-tree.ts'
import { ECOSYSTEMS } from '../../parse/reach/ecosystems.ts'
import { importersOf } from '../../parse/reach/importers.ts'

/** What files show besides their names: how often they change, who uses them, what stands in them. */
export interface Signs {
  /** Commits of the last year, by path. */
  commits: ReadonlyMap<string, number>
  /** Other files that import a file, by path; tests are none. */
  importers: ReadonlyMap<string, number>
  kinds: ReadonlyMap<string, SignKind>
}

export type SignKind = 'money' | 'crypto' | 'permissions'

/** Types of amounts, and words that say what the amounts are of. */
const MONEY_TYPE =
  /\b(?:BigDecimal|BigMoney|Money|MonetaryAmount|CurrencyUnit|Dinero|Decimal|decimal\.Decimal|stripe|Stripe)\b/
const MONEY_WORD = /\b\w*(?:amount|price|currency|invoice|balance|refund|payout|ledger|charge)\w*\b/gi
const CRYPTO =
  /\b(?:createCipheriv|createDecipheriv|createSign|scryptSync|pbkdf2(?:Sync|_hmac)?|argon2|bcrypt|javax\.crypto|Fernet|openssl_(?:en|de)crypt|AesGcm|Aes\.Create|OpenSSL::Cipher|SecretKeySpec)\b|"crypto\/(?:aes|cipher|rsa|ecdsa|hmac)"|\bcryptography\.hazmat\b/
const PERMISSIONS =
  /@(?:PreAuthorize|RolesAllowed|Secured)\b|\b(?:has_permission|permission_required|user_passes_test|checkPermissions?|requirePermissions?|hasPermission|isAuthorized|PermissionDenied|AuthorizationHandler)\b|\bauthorize!|\bGate::(?:allows|denies|define)\b|->authorize\(/

/** What a file of code is about, where its text shows it. */
export function kindOf(text: string): SignKind | undefined {
  if (CRYPTO.test(text)) return 'crypto'
  if (PERMISSIONS.test(text)) return 'permissions'
  return MONEY_TYPE.test(text) && (text.match(MONEY_WORD)?.length ?? 0) >= 5 ? 'money' : undefined
}

/**
 * Importers and kinds of the files of a tree.
 * @returns `whole` is false where the time was over, or one language has too many files.
 */
export async function signsOf(
  snapshot: Snapshot,
  commits: ReadonlyMap<string, number>,
  signal: AbortSignal,
): Promise<{ signs: Signs; whole: boolean }> {
  const importers = new Map<string, number>()
  const kinds = new Map<string, SignKind>()
  let whole = true
  for (const { path } of await snapshot.entries()) {
    const content = await snapshot.read(path)
    const kind = content.kind === 'text' ? kindOf(content.text) : undefined
    if (kind) kinds.set(path, kind)
  }
  for (const ecosystem of ECOSYSTEMS) {
    try {
      const tree = await codeTree(ecosystem, snapshot, signal)
      if (tree) for (const [path, count] of importersOf(tree.graph)) importers.set(path, count)
      else whole = false
    } catch (error) {
      if (!signal.aborted) throw error
      return { signs: { commits, importers, kinds }, whole: false }
    }
  }
  return { signs: { commits, importers, kinds }, whole }
}
