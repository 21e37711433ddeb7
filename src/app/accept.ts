import type { ReviewJob, ReviewService } from '../jobs/index.ts'
import { demandOf } from './events.ts'

export interface ReceivedEvent {
  /** `X-GitHub-Delivery`. */
  id: string
  name: string
  payload: unknown
}

export type Accepted = 'accepted' | 'repeated' | 'ignored'

/** Takes a verified event: once this resolves, what it asks for is on disk. Nothing is done yet. */
export async function acceptEvent(
  service: ReviewService,
  event: ReceivedEvent,
  appId: number,
  onInstalled: () => void,
): Promise<Accepted> {
  const demand = demandOf(event.name, event.payload, appId)
  if (demand.kind === 'nothing') return 'ignored'
  const delivery = {
    id: event.id,
    event: event.name,
    action: (event.payload as { action?: string }).action,
    installationId:
      demand.kind === 'installation'
        ? demand.id
        : (event.payload as { installation?: { id: number } }).installation?.id,
  }
  if (demand.kind === 'installation') {
    const { id, account, state } = demand
    const accepted = await service.accept(delivery, [], (sql, store) =>
      state === 'deleted'
        ? store.forgetInstallation(sql, id)
        : store.recordInstallation(sql, { id, account, suspended: state === 'suspended' }),
    )
    if (accepted && state === 'active') onInstalled()
    return accepted ? 'accepted' : 'repeated'
  }
  if (demand.kind === 'coverage') {
    const { job } = demand
    if (!(await service.mayUseCoverage(job))) return 'ignored'
    const accepted = await service.accept(delivery, [], (sql) => service.queue.send(sql, job))
    return accepted ? 'accepted' : 'repeated'
  }
  const jobs = demand.kind === 'review' ? demand.jobs : await jobsAt(service, demand)
  if (jobs.length === 0) return 'ignored'
  return (await service.accept(delivery, jobs)) ? 'accepted' : 'repeated'
}

async function jobsAt(
  service: ReviewService,
  { repository, headSha }: { repository: Omit<ReviewJob, 'target' | 'reason'>; headSha: string },
): Promise<ReviewJob[]> {
  const targets = await service.store.targetsAt(repository.repoId, headSha)
  return targets.map((target) => ({ ...repository, target, reason: 'asked' }))
}
