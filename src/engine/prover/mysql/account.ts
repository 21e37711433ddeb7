const SCOPE = '`roadmap\\_%`.*'

/**
 * Looks whether strangers' SQL may run as this account: one with rights on databases named `roadmap_…`, and on nothing else.
 * @param grants lines of `SHOW GRANTS`
 * @returns what is wrong with it, or nothing
 */
export function accountFault(grants: readonly string[]): string | undefined {
  let own = false
  for (const grant of grants) {
    const [, rights = '', scope = ''] = /^GRANT (.+?) ON (.+?) TO /.exec(grant) ?? []
    if (scope === '')
      return `the account has a role (${shown(grant)}): migrations of a pull request would run with it`
    if (scope === '*.*' && rights === 'USAGE') continue
    if (scope !== SCOPE || /WITH GRANT OPTION/.test(grant))
      return `the account has rights beyond its databases (${shown(grant)}): migrations of a pull request would run with them`
    own = true
  }
  return own
    ? undefined
    : `the account has no rights on ${SCOPE} (GRANT ALL ON ${SCOPE} TO …; see docs/operating.md)`
}

/** Without what stands for the password. */
function shown(grant: string): string {
  return grant.replace(/ TO .*$/s, '')
}
