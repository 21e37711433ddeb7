import { CONFIG_PATH } from '../../../config/index.ts'
import { fittedConfig, withoutComments } from '../../engine/onboarding/fitted.ts'
import { formatsOf } from '../../engine/onboarding/formats.ts'
import type { GitHub } from '../../github/index.ts'
import type { Snapshot } from '../../model/index.ts'
import { type CheckRunPayload, invitationBlock, withInvitation } from '../../report/github/index.ts'

/** Adds to the check runs of a repository without a configuration how one begins, fitted to the tree of its base. */
export async function invite(
  payloads: readonly CheckRunPayload[],
  base: Snapshot,
  { owner, repo, baseRef }: { owner: string; repo: string; baseRef: string },
  github: GitHub,
): Promise<CheckRunPayload[]> {
  const paths = (await base.entries()).map(({ path }) => path)
  const text = fittedConfig(paths)
  const block = invitationBlock({
    repositoryUrl: github.cloneUrl(owner, repo).replace(/\.git$/, ''),
    branch: baseRef,
    path: CONFIG_PATH,
    texts: [text, withoutComments(text)],
    formats: formatsOf(paths),
  })
  return withInvitation(payloads, block)
}
