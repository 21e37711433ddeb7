import type { GitHub, MissingPermission } from '../github/index.ts'
import type { CheckRunPayload } from '../report/github/index.ts'

/** What to tell people where the installation has not granted what `app.yml` asks for: which permission, and where. */
export async function permissionWords(
  error: MissingPermission,
  github: Pick<GitHub, 'installationUrl'>,
  installationId: number,
): Promise<string> {
  const wanted = error.wanted === undefined ? 'a permission' : `the permission \`${error.wanted}\``
  const url = await urlOf(github, installationId)
  const grant = url === undefined ? 'Grant it in the settings of the installation' : `[Grant it](${url})`
  return `The app lacks ${wanted}. ${grant}: an owner of the account accepts the new permissions there.`
}

/** The words alone are of use too. */
async function urlOf(
  github: Pick<GitHub, 'installationUrl'>,
  installationId: number,
): Promise<string | undefined> {
  try {
    return await github.installationUrl(installationId)
  } catch {
    return undefined
  }
}

/** The same check runs, saying that the inline comments are missing. Their findings are all in the check runs. */
export function withoutComments(payloads: readonly CheckRunPayload[], why: string): CheckRunPayload[] {
  return payloads.map((payload) => ({
    ...payload,
    summary: `> [!WARNING]\n> Inline comments could not be posted. ${why}\n\n${payload.summary}`,
  }))
}
