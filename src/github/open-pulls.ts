import type { Client, GitHub } from './client.ts'

export interface OpenPull {
  installationId: number
  owner: string
  repo: string
  repoId: number
  number: number
  headSha: string
}

/** Installations that are not suspended, at most `limit`. */
export async function listInstallations(
  github: GitHub,
  limit: number,
  signal?: AbortSignal,
): Promise<number[]> {
  const ids: number[] = []
  for (let page = 1; ids.length < limit; page += 1) {
    const { data } = await github.app.request('GET /app/installations', { per_page: 100, page }, { signal })
    ids.push(...data.filter((one) => !one.suspended_at).map(({ id }) => id))
    if (data.length < 100) break
  }
  return ids.slice(0, limit)
}

/** Open pull requests of an installation's repositories, most recently updated first, at most `limit`. */
export async function* listOpenPulls(
  client: Client,
  limits: { repositories: number; pulls: number },
  signal?: AbortSignal,
): AsyncIterable<OpenPull> {
  let repositories = 0
  for (let page = 1; repositories < limits.repositories; page += 1) {
    const { data } = await client.request(
      'GET /installation/repositories',
      { per_page: 100, page },
      { signal },
    )
    for (const repository of data.repositories) {
      if (repository.archived || (repositories += 1) > limits.repositories) continue
      const owner = repository.owner.login
      const { data: pulls } = await client.request(
        'GET /repos/{owner}/{repo}/pulls',
        {
          owner,
          repo: repository.name,
          state: 'open',
          sort: 'updated',
          direction: 'desc',
          per_page: Math.min(100, limits.pulls),
        },
        { signal },
      )
      for (const { number, head } of pulls) {
        yield {
          installationId: client.installationId ?? 0,
          owner,
          repo: repository.name,
          repoId: Number(repository.id),
          number,
          headSha: head.sha,
        }
      }
    }
    if (data.repositories.length < 100) break
  }
}
