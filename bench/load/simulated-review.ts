import { setTimeout as sleep } from 'node:timers/promises'
import { families } from '../../checks/index.ts'
import { Publisher } from '../../src/jobs/publish.ts'
import type { RunReview } from '../../src/jobs/run-review.ts'
import { subjectOf } from '../../src/jobs/subject.ts'
import { Superseded } from '../../src/jobs/supersede.ts'
import { reviewKey } from '../../src/jobs/target.ts'
import { statusRuns } from '../../src/report/github/index.ts'

/** A review whose work is waiting: queue, store and GitHub are real, git and rules take `milliseconds`. */
export function simulatedReview(milliseconds: number): RunReview {
  return async (job, dependencies, { signal: stop }) => {
    const { store, github, supersession } = dependencies
    const claim = await store.claim(job)
    const client = github.installation(job.installationId)
    using watch = supersession.watch(job, claim.wanted, () => {})
    const signal = AbortSignal.any([stop, watch.signal])
    try {
      const subject = await subjectOf(client, job, signal)
      if (!subject) return 'closed'
      const key = reviewKey(job, { ...subject, asked: 0 })
      const done = (await store.lastPublished(key)) !== undefined
      if (!done) {
        const row = await store.findReview(key)
        await store.beginReview(job, { key, subjectKey: key, ...subject })
        await sleep(milliseconds, undefined, { signal })
        const mayExist = row?.publishBegan ?? false
        const publisher = new Publisher({ dependencies, client, job, subject, key, mayExist, signal, watch })
        const said = { conclusion: 'success' as const, title: 'Nothing', summary: 'Nothing was looked at.' }
        await publisher.publishRuns(statusRuns(families, said))
        const end = { key, conclusion: 'success' as const, inline: true, milliseconds }
        await store.finishReview(job, { ...end, labels: [], allowing: [] })
      }
      if (await store.settle(job, claim.wanted)) await dependencies.send(job)
      return done ? 'already' : 'published'
    } catch (error) {
      if (!watch.signal.aborted && !(error instanceof Superseded)) throw error
      if (await store.settle(job, claim.wanted)) await dependencies.send(job)
      return 'superseded'
    }
  }
}
