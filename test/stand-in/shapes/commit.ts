import { fullName, nodeId } from '../state.ts'
import type { Repository } from '../state.ts'
import type { World } from '../world.ts'
import { repositoryApi } from './repository.ts'

/** GitHub's `commit`, without figures and files. */
export async function commitShape(
  world: World,
  repository: Repository,
  sha: string,
): Promise<Record<string, unknown>> {
  const facts = await repository.git.facts(sha)
  const api = repositoryApi(world, repository)
  const html = `${world.url}/${fullName(repository)}/commit`
  const person = { name: 'Mona Octocat', email: 'mona@example.com', date: facts.date }
  return {
    url: `${api}/commits/${sha}`,
    sha,
    node_id: nodeId(`Commit:${sha}`, repository.id),
    html_url: `${html}/${sha}`,
    comments_url: `${api}/commits/${sha}/comments`,
    commit: {
      url: `${api}/git/commits/${sha}`,
      author: person,
      committer: person,
      message: facts.message,
      comment_count: 0,
      tree: { sha: facts.tree, url: `${api}/git/trees/${facts.tree}` },
      verification: {
        verified: false,
        reason: 'unsigned',
        payload: null,
        signature: null,
        verified_at: null,
      },
    },
    author: null,
    committer: null,
    parents: facts.parents.map((parent) => ({
      sha: parent,
      url: `${api}/commits/${parent}`,
      html_url: `${html}/${parent}`,
    })),
  }
}
