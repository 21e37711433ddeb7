import { readMarker } from '../../src/report/github/index.ts'
import type { Delivery, StandIn } from '../stand-in/index.ts'
import { CONCLUSIONS, FINDINGS, type Subject } from './subject.ts'

/** What a round found; all lists are empty where the law holds. */
export interface Verdict {
  /** Acknowledged events that ask for a review. */
  events: number
  /** Reviews on the pull requests. */
  reviews: number
  /** Check runs or comments that say a thing twice. */
  duplicates: string[]
  /** Check runs that passed, if only for a moment, a commit whose findings they are there to stop. */
  falseGreens: string[]
  /** Pull requests with an acknowledged event whose newest commit has no answer, or a wrong one. */
  lost: string[]
  /** Check runs that will never end. */
  spinning: string[]
  violations: string[]
}

/**
 * The law: every acknowledged event ends in exactly one review of the newest commit. One completed check run a family with
 * the right conclusion, each finding in one comment, no pass that was not earned, nothing left spinning.
 */
export function judge(
  standIn: StandIn,
  subjects: readonly Subject[],
  /** With `lost` events every pull request must have its answer, whether the app was told of it or not. */
  { lost = false }: { lost?: boolean } = {},
): Verdict {
  const verdict: Verdict = {
    events: 0,
    reviews: 0,
    duplicates: [],
    falseGreens: falseGreens(standIn, subjects),
    lost: [],
    spinning: [],
    violations: standIn.violations.map((violation) => JSON.stringify(violation)),
  }
  for (const subject of subjects) {
    const events = acknowledged(standIn, subject)
    verdict.events += events.length
    if (!subject.isOpened) continue
    verdict.reviews += standIn.state.reviewsOf(subject.pull).length
    judgeRuns(standIn, subject, lost || events.length > 0, verdict)
    judgeComments(standIn, subject, verdict)
  }
  return verdict
}

/** A verdict with nothing to say against a round. */
export const SOUND = {
  duplicates: [],
  falseGreens: [],
  lost: [],
  spinning: [],
  violations: [],
} as const satisfies Partial<Verdict>

/** Whether nothing is to be said against a round. */
export function holds({ duplicates, falseGreens: greens, lost, spinning, violations }: Verdict): boolean {
  return [duplicates, greens, lost, spinning, violations].every(({ length }) => length === 0)
}

function judgeRuns(standIn: StandIn, subject: Subject, isDue: boolean, verdict: Verdict): void {
  const { name, repository, pull, heads, asked } = subject
  for (const [sha, kind] of heads) {
    const runs = standIn.checkRuns(repository, sha)
    for (const [family, conclusion] of Object.entries(CONCLUSIONS[kind])) {
      const own = runs.filter((run) => run.name === family && run.conclusion !== 'cancelled')
      const said = `${name} ${sha.slice(0, 7)} ${family}: ${own.map((run) => run.conclusion ?? run.status).join(', ') || 'nothing'}`
      if (own.some(({ status }) => status !== 'completed')) verdict.spinning.push(said)
      if (own.length > 1 + (asked.get(sha) ?? 0)) verdict.duplicates.push(said)
      if (sha !== pull.headSha || !isDue) continue
      if (own.length === 0 || own.some((run) => run.conclusion !== conclusion)) verdict.lost.push(said)
    }
  }
}

function judgeComments(standIn: StandIn, { name, pull, heads }: Subject, verdict: Verdict): void {
  const own = standIn.state.reviewCommentsOf(pull).filter(({ app }) => app === standIn.app)
  const markers = own.flatMap(({ body }) => readMarker(body) ?? [])
  for (const [fingerprint, same] of Map.groupBy(
    markers.flatMap(({ fingerprints }) => fingerprints),
    (one) => one,
  )) {
    if (same.length > 1) verdict.duplicates.push(`${name} ${fingerprint}: ${same.length} comments`)
  }
  const kind = heads.get(pull.headSha)
  const open = markers.filter(({ state }) => state === 'open').length
  if (kind && standIn.checkRuns(pull.repository, pull.headSha).length > 0 && open !== FINDINGS[kind]) {
    verdict.lost.push(`${name}: ${open} open comments instead of ${FINDINGS[kind]}`)
  }
}

/** GitHub tells of each completed check run: a pass that was taken back later is among them. */
function falseGreens(standIn: StandIn, subjects: readonly Subject[]): string[] {
  const said = standIn.state.deliveries.flatMap(({ event, repositoryId, payload }) => {
    const run = payload['check_run'] as { name: string; head_sha: string; conclusion: string } | undefined
    return event === 'check_run' && run ? [{ repositoryId, ...run }] : []
  })
  const now = [...standIn.state.checkRuns.values()].map(({ suite, name, conclusion }) => ({
    repositoryId: suite.repository.id,
    name,
    head_sha: suite.headSha,
    conclusion,
  }))
  return [...said, ...now].flatMap(({ repositoryId, name, head_sha: sha, conclusion }) => {
    const subject = subjects.find(({ repository }) => repository.id === repositoryId)
    const kind = subject?.heads.get(sha)
    const due = kind && CONCLUSIONS[kind][name]
    const passes = ['success', 'neutral', 'skipped'].includes(conclusion ?? '')
    return due === 'failure' && passes ? [`${subject?.name} ${sha.slice(0, 7)} ${name}: ${conclusion}`] : []
  })
}

function acknowledged(standIn: StandIn, { repository }: Subject): Delivery[] {
  return standIn.state.deliveries.filter(
    ({ event, action, repositoryId, statusCode }) =>
      repositoryId === repository.id &&
      statusCode >= 200 &&
      statusCode < 300 &&
      (event === 'pull_request' || action === 'rerequested'),
  )
}
