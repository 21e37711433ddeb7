import type { DiffFile } from '../git/diff.ts'
import { fullName } from '../state.ts'
import type { Repository } from '../state.ts'
import type { World } from '../world.ts'
import { repositoryApi } from './repository.ts'

/** GitHub leaves out patches that are larger. */
const MOST_PATCH = 20_000

/** GitHub's `diff-entry`. */
export function diffEntries(
  world: World,
  repository: Repository,
  head: string,
  files: readonly DiffFile[],
): Record<string, unknown>[] {
  const html = `${world.url}/${fullName(repository)}`
  return files.map((file) => {
    const path = file.path.split('/').map(encodeURIComponent).join('/')
    return {
      sha: file.blob,
      filename: file.path,
      status: file.status,
      additions: file.additions,
      deletions: file.deletions,
      changes: file.additions + file.deletions,
      blob_url: `${html}/blob/${head}/${path}`,
      raw_url: `${html}/raw/${head}/${path}`,
      contents_url: `${repositoryApi(world, repository)}/contents/${path}?ref=${head}`,
      ...(file.patch !== undefined && file.patch.length <= MOST_PATCH ? { patch: file.patch } : {}),
      ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
    }
  })
}
