import { ProbotOctokit } from 'probot'
import { toGitHubError } from './errors.ts'

export interface CreatedApp {
  id: number
  slug: string
  pem: string
  webhookSecret: string
  htmlUrl: string
}

/** Turns the code of GitHub's manifest flow into the new app's credentials. A code works once, for an hour. */
export async function convertManifestCode(apiUrl: string, code: string): Promise<CreatedApp> {
  try {
    const octokit = new ProbotOctokit({
      baseUrl: apiUrl,
      throttle: { enabled: false },
      retry: { enabled: false },
      // A failed request would be logged with the code in its address.
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    })
    const { data } = await octokit.request('POST /app-manifests/{code}/conversions', {
      code,
      request: { signal: AbortSignal.timeout(20_000) },
    })
    return {
      id: data.id,
      slug: data.slug ?? '',
      pem: data.pem,
      webhookSecret: data.webhook_secret ?? '',
      htmlUrl: data.html_url,
    }
  } catch (error) {
    throw toGitHubError(error)
  }
}
