import { type SarifUpload, uploadSarif } from '../github/code-scanning.ts'
import { UserError } from '../model/index.ts'
import { command } from './workflow.ts'

const TITLE = { title: 'roadmap-review' }

export interface Uploading {
  env: Readonly<Record<string, string | undefined>>
  token: string | undefined
  sarif: string
  headSha: string
  /** Of the pull request, where it is one. */
  pull?: number
  /** The head comes from a fork: GitHub gives its workflows no right to write. */
  fork?: boolean
  signal: AbortSignal
  delaysMs?: readonly number[]
}

/**
 * Uploads what is open to code scanning. True where it is there; what went wrong is an annotation.
 * @throws UserError where the workflow gives no token or the runner does not say where it runs.
 */
export async function uploadToCodeScanning(
  { env, token, sarif, headSha, pull, fork, signal, delaysMs }: Uploading,
  log: (text: string) => void,
): Promise<boolean> {
  const [owner, repo] = env['GITHUB_REPOSITORY']?.split('/') ?? []
  // The merge commit of `refs/pull/N/merge` has other lines than the head that was reviewed.
  const ref = pull === undefined ? env['GITHUB_REF'] : `refs/pull/${pull}/head`
  if (!token) throw new UserError('upload-sarif needs a token: leave github-token as it is by default')
  if (!owner || !repo || !ref) throw new UserError('upload-sarif needs GITHUB_REPOSITORY and GITHUB_REF')
  const say = (level: 'error' | 'warning' | 'notice', text: string): void =>
    log(`${command(level, TITLE, text)}\n`)
  const upload: SarifUpload = {
    apiUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com',
    token,
    owner,
    repo,
    commitSha: headSha,
    ref,
    sarif,
    signal,
    ...(delaysMs && { delaysMs }),
  }
  const uploaded = await uploadSarif(upload).catch((error: unknown) => {
    signal.throwIfAborted()
    return { kind: 'failed' as const, errors: [error instanceof Error ? error.message : String(error)] }
  })
  switch (uploaded.kind) {
    case 'complete':
      return true
    case 'pending':
      say('notice', 'Code scanning accepted the report and has not read it yet.')
      return true
    case 'too-large':
      say('error', `The report has ${uploaded.bytes} bytes compressed; code scanning takes 10 MB.`)
      return false
    case 'failed':
      say('error', `Code scanning did not take the report: ${uploaded.errors.join('; ').slice(0, 2_000)}`)
      return false
    case 'forbidden':
      break
  }
  if (fork) {
    say('warning', 'Nothing was uploaded to code scanning: workflows of a fork may not write.')
    return true
  }
  say(
    'error',
    `Code scanning refused the report (${uploaded.why}). The job needs "permissions: { contents: read, security-events: write }", ` +
      'and code scanning has to be on for the repository.',
  )
  return false
}
