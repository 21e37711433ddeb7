import { z } from 'zod'
import { type CommandJob, digestOfBody } from '../jobs/index.ts'
import { hasCommand } from '../report/github/index.ts'

/** Events of comments that may hold commands. */
export const COMMENT_EVENTS = ['issue_comment', 'pull_request_review_comment', 'pull_request_review'] as const

const person = z.object({ id: z.number(), type: z.string() })
const comment = z.object({ id: z.number(), body: z.string().nullish(), user: person.nullable() })
const common = {
  action: z.string(),
  installation: z.object({ id: z.number() }),
  repository: z.object({ id: z.number(), name: z.string(), owner: z.object({ login: z.string() }) }),
  sender: person,
}
const pullRequest = z.object({ number: z.number() })
const SCHEMAS = {
  issue_comment: z.object({
    ...common,
    issue: z.object({ number: z.number(), pull_request: z.unknown().optional() }),
    comment,
  }),
  pull_request_review_comment: z.object({ ...common, pull_request: pullRequest, comment }),
  pull_request_review: z.object({ ...common, pull_request: pullRequest, review: comment }),
}

/** The job for a comment that asks for something; undefined for every other. */
export function commandOf(event: string, payload: unknown): CommandJob | undefined {
  switch (event) {
    case 'issue_comment': {
      const { issue, ...seen } = SCHEMAS.issue_comment.parse(payload)
      if (issue.pull_request == null) return undefined
      return jobOf({ ...seen, kind: 'issue', pull: issue.number })
    }
    case 'pull_request_review_comment': {
      const { pull_request: pull, ...seen } = SCHEMAS.pull_request_review_comment.parse(payload)
      return jobOf({ ...seen, kind: 'line', pull: pull.number })
    }
    case 'pull_request_review': {
      const { pull_request: pull, review, ...seen } = SCHEMAS.pull_request_review.parse(payload)
      return jobOf({ ...seen, kind: 'review', comment: review, pull: pull.number })
    }
    default:
      return undefined
  }
}

interface Seen {
  action: string
  installation: { id: number }
  repository: { id: number; name: string; owner: { login: string } }
  sender: z.output<typeof person>
  comment: z.output<typeof comment>
  kind: CommandJob['comment']['kind']
  pull: number
}

function jobOf({
  action,
  installation,
  repository,
  sender,
  comment: written,
  kind,
  pull,
}: Seen): CommandJob | undefined {
  if (!['created', 'edited', 'submitted'].includes(action)) return undefined
  const { id, body, user } = written
  // Apps never ask, our own answers least; and who edits another's comment does not speak with that person's right.
  if (user?.type !== 'User' || sender.id !== user.id || !hasCommand(body ?? '')) return undefined
  return {
    installationId: installation.id,
    owner: repository.owner.login,
    repo: repository.name,
    repoId: repository.id,
    comment: { kind, id, pull, digest: digestOfBody(body ?? '') },
  }
}
