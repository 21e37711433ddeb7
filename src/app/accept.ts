import type { ReviewJob, ReviewService } from '../jobs/index.ts'
import { forgetInstallation, forgetRepositories } from '../jobs/tenants.ts'
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
      demand.kind === 'installation' || demand.kind === 'repositories'
        ? demand.id
        : (event.payload as { installation?: { id: number } }).installation?.id,
  }
  if (demand.kind === 'installation') {
    const { id, account, state, repoIds } = demand
    const accepted =
      state === 'deleted'
        ? await service.forget(delivery, (sql) => forgetInstallation(sql, id, repoIds))
        : await service.accept(delivery, [], (sql, store) =>
            store.recordInstallation(sql, { id, account, suspended: state === 'suspended' }),
          )
    if (accepted && state === 'active') onInstalled()
    return accepted ? 'accepted' : 'repeated'
  }
  if (demand.kind === 'repositories') {
    const { id, removed, added } = demand
    const accepted = await service.forget(delivery, (sql) => forgetRepositories(sql, id, removed))
    if (accepted && added) onInstalled()
    return accepted ? 'accepted' : 'repeated'
  }
  if (demand.kind === 'coverage') {
    const { job } = demand
    if (!(await service.mayUseCoverage(job))) return 'ignored'
    const accepted = await service.accept(delivery, [], (sql) => service.queue.send(sql, job))
    return accepted ? 'accepted' : 'repeated'
  }
  if (demand.kind === 'command') {
    const accepted = await service.accept(delivery, [], (sql) => service.queue.send(sql, demand.job))
    return accepted ? 'accepted' : 'repeated'
  }
  if (demand.kind === 'button') {
    const { repository, headSha, button } = demand
    const targets = demand.pulls.length > 0 ? [] : await service.store.targetsAt(repository.repoId, headSha)
    const pulls = [...demand.pulls, ...targets.flatMap((one) => (one.kind === 'pull' ? [one.number] : []))]
    if (pulls.length === 0) return 'ignored'
    const accepted = await service.accept(delivery, [], async (sql) => {
      for (const pull of pulls) await service.queue.send(sql, { ...repository, button: { ...button, pull } })
    })
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
