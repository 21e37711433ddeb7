import { contextsOf, readExpression } from './expression.ts'
import type { Step } from './workflow.ts'

/**
 * Contexts that whoever opens an issue, comments, or pushes to a fork writes freely, or a name that git allows with
 * `$`, `;` and backticks in it.
 * @see https://docs.github.com/en/actions/reference/security/secure-use#understanding-the-risk-of-script-injections
 * @see https://securitylab.github.com/resources/github-actions-untrusted-input/
 */
const UNTRUSTED = [
  'github.head_ref',
  'github.event.issue.title',
  'github.event.issue.body',
  'github.event.discussion.title',
  'github.event.discussion.body',
  'github.event.comment.body',
  'github.event.review.body',
  'github.event.review_comment.body',
  'github.event.pull_request.title',
  'github.event.pull_request.body',
  'github.event.pull_request.head.ref',
  'github.event.pull_request.head.label',
  'github.event.pull_request.head.repo.default_branch',
  'github.event.pull_request.head.repo.description',
  'github.event.pull_request.head.repo.homepage',
  'github.event.pages.*.page_name',
  'github.event.commits.*.message',
  'github.event.commits.*.author.email',
  'github.event.commits.*.author.name',
  'github.event.head_commit.message',
  'github.event.head_commit.author.email',
  'github.event.head_commit.author.name',
  'github.event.workflow_run.head_branch',
  'github.event.workflow_run.display_title',
  'github.event.workflow_run.head_commit.message',
  'github.event.workflow_run.head_commit.author.email',
  'github.event.workflow_run.head_commit.author.name',
  'github.event.workflow_run.head_repository.description',
  'github.event.workflow_run.pull_requests.*.head.ref',
]

/** Steps of environment variables that are followed. */
const MAX_STEPS = 5

/**
 * The untrusted context that an expression of a step can give, directly or by `env`.
 * @returns its name; undefined where there is none
 */
export function untrustedIn(text: string, { env }: Pick<Step, 'env'>, steps = 0): string | undefined {
  for (const path of contextsOf(readExpression(text))) {
    const found = UNTRUSTED.find((one) => one === path || one.startsWith(`${path}.`))
    // The event as a whole goes into scripts by `toJSON` alone; a map in a string is `Object`.
    if (found !== undefined && (found === path || /\btojson\s*\(/i.test(text))) return path
    const name = /^env\.([^.]+)$/.exec(path)?.[1]
    const value = name === undefined ? undefined : env.get(name)
    if (value === undefined || steps >= MAX_STEPS) continue
    for (const [, inner = ''] of value.matchAll(/\$\{\{([\s\S]*?)\}\}/g)) {
      const behind = untrustedIn(inner, { env }, steps + 1)
      if (behind !== undefined) return behind
    }
  }
  return undefined
}

/** Events that run with the repository's secrets and a token that may write, whoever causes them. */
const PRIVILEGED = new Set([
  'pull_request_target',
  'issue_comment',
  'issues',
  'discussion',
  'discussion_comment',
  'workflow_run',
  'fork',
  'gollum',
])

export function isPrivileged(events: ReadonlySet<string>): boolean {
  return [...events].some((event) => PRIVILEGED.has(event))
}
