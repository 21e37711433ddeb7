import { z } from 'zod'

const repository = z.object({ full_name: z.string() }).nullish()
const sha = z.string().regex(/^[0-9a-f]{40,64}$/)
const event = z.object({
  pull_request: z
    .object({
      number: z.int().min(1).optional(),
      base: z.object({ sha, repo: repository }),
      // Null where the fork was deleted.
      head: z.object({ sha, repo: repository }),
      labels: z.array(z.object({ name: z.string() })).optional(),
    })
    .optional(),
  merge_group: z.object({ base_sha: sha, head_sha: sha }).optional(),
  before: sha.optional(),
  after: sha.optional(),
})

export interface Revisions {
  base?: string
  head?: string
  /** Labels of the pull request; absent for other events. */
  labels?: string[]
  /** Number of the pull request. */
  pull?: number
  /** Whether the head comes from another repository than the base. */
  fork?: boolean
}

/**
 * What to review for the event that started the workflow: a pull request, a merge group or a push.
 * Nothing for other events: the defaults hold.
 * @param text the JSON of GITHUB_EVENT_PATH
 */
export function revisionsOf(text: string): Revisions {
  const parsed = event.safeParse(JSON.parse(text))
  if (!parsed.success) return {}
  const { pull_request: pull, merge_group: group, before, after } = parsed.data
  if (pull) {
    const labels = pull.labels?.map(({ name }) => name)
    const fork = pull.head.repo?.full_name !== pull.base.repo?.full_name
    const { number } = pull
    return {
      base: pull.base.sha,
      head: pull.head.sha,
      ...(number !== undefined && { pull: number }),
      ...(fork && { fork }),
      ...(labels && { labels }),
    }
  }
  if (group) return { base: group.base_sha, head: group.head_sha }
  // A new branch has no commit before; only zeros stand there.
  if (before !== undefined && after !== undefined && /[1-9a-f]/.test(before))
    return { base: before, head: after }
  return {}
}
