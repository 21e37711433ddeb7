import { gunzipSync } from 'node:zlib'
import { ApiError } from '../http/errors.ts'
import { repositoryOf, route } from '../http/router.ts'
import type { Route } from '../http/router.ts'
import { repositoryApi } from '../shapes/repository.ts'
import type { SarifUpload } from '../state.ts'
import { found } from '../world.ts'

/** GitHub's limit, of the compressed log. */
const MAX_BYTES = 10 * 1024 * 1024

/** Uploading logs: https://docs.github.com/en/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data */
export const codeScanningRoutes: Route[] = [
  route(
    'POST /repos/{owner}/{repo}/code-scanning/sarifs',
    { permissions: { security_events: 'write' } },
    async (call) => {
      const repository = repositoryOf(call)
      const { commit_sha: sha = '', ref = '', sarif = '' } = call.body as Record<string, string>
      if ((await repository.git.resolve(sha)) === undefined) throw new ApiError(422, 'commit not found')
      if (!/^refs\/(?:heads|tags)\/.|^refs\/pull\/\d+\/(?:head|merge)$/.test(ref))
        throw new ApiError(422, `ref ${ref} is not a ref`)
      const packed = Buffer.from(sarif, 'base64')
      if (packed.length > MAX_BYTES) throw new ApiError(413, 'The sarif field is too large')
      const log = readLog(packed)
      const id = `47177e22-5596-11eb-80a1-${String(call.world.state.nextId()).padStart(12, '0')}`
      call.world.state.sarifs.push({ id, repository, commitSha: sha, ref, log })
      const url = `${repositoryApi(call.world, repository)}/code-scanning/sarifs/${id}`
      return { status: 202, body: { id, url } }
    },
  ),

  route(
    'GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}',
    { permissions: { security_events: 'read' } },
    (call) => {
      const repository = repositoryOf(call)
      const upload = found(call.world.state.sarifs.find(({ id }) => id === call.params['sarif_id']))
      const errors = problemsOf(upload.log)
      const url = `${repositoryApi(call.world, repository)}/code-scanning/analyses?sarif_id=${upload.id}`
      return errors.length > 0
        ? { status: 200, body: { processing_status: 'failed', analyses_url: null, errors } }
        : { status: 200, body: { processing_status: 'complete', analyses_url: url } }
    },
  ),
]

function readLog(packed: Buffer): SarifUpload['log'] {
  try {
    return JSON.parse(gunzipSync(packed).toString('utf8')) as SarifUpload['log']
  } catch {
    throw new ApiError(400, 'unable to parse the sarif field')
  }
}

/** GitHub's limits: https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit */
function problemsOf({ runs }: SarifUpload['log']): string[] {
  const problems: string[] = []
  if (runs.length > 20) problems.push('rejecting SARIF, as there are more runs than allowed')
  if (runs.some(({ results }) => results.length > 25_000))
    problems.push('rejecting SARIF, as there are more results per run than allowed')
  const categories = runs.map(({ automationDetails }) => automationDetails?.id)
  if (new Set(categories).size < categories.length)
    problems.push('rejecting SARIF, as it has several runs of one category')
  return problems
}
