import { spawn } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Delivery, Pull, StandIn } from '../../test/stand-in/index.ts'
import type { Sent, Signed } from './send.ts'

const SENDER = join(import.meta.dirname, 'sender.ts')

/** Pull requests of one installation with two pushes each, of which nobody was told yet. */
export async function preparePulls(standIn: StandIn, owner: string, count: number): Promise<Pull[]> {
  standIn.webhooks.mode = 'drop'
  const repository = await standIn.createRepository({ name: 'shop', owner })
  const pulls: Pull[] = []
  for (let number = 0; number < count; number += 1) {
    await standIn.push(repository, `work-${number}`, { files: { 'a.txt': 'one\n' } })
    const pull = await standIn.openPull(repository, { head: `work-${number}` })
    await standIn.push(repository, `work-${number}`, { files: { 'a.txt': 'two\n' } })
    pulls.push(pull)
  }
  return pulls
}

/** The events that GitHub has for pull requests, newest pushes last; told `times` times, with ids of their own. */
export function eventsOf(standIn: StandIn, pulls: readonly Pull[], times = 1): Delivery[] {
  const repositories = new Set(pulls.map(({ repository }) => repository.id))
  const wanted = standIn.state.deliveries.filter(
    ({ event, action, payload }) =>
      event === 'pull_request' &&
      (action === 'opened' || action === 'synchronize') &&
      repositories.has((payload as { repository: { id: number } }).repository.id),
  )
  const first = wanted.toSorted(
    (a, b) => Number(a.action === 'synchronize') - Number(b.action === 'synchronize'),
  )
  const again = Array.from({ length: times - 1 }, () => first.map((one) => ({ ...one, guid: randomUUID() })))
  return [...first, ...again.flat()]
}

/** Sends them all as fast as they are taken, from a process of its own. */
export async function burst(
  standIn: StandIn,
  events: readonly Delivery[],
  urls: readonly string[],
): Promise<Sent> {
  const signed = events.map((delivery, index): Signed => {
    const body = JSON.stringify(delivery.payload)
    const signature = createHmac('sha256', standIn.app.webhookSecret).update(body).digest('hex')
    const url = `${urls[index % urls.length]}/api/github/webhooks`
    return { event: delivery.event, guid: delivery.guid, body, signature, url }
  })
  const child = spawn(process.execPath, [SENDER], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  child.stdin.end(JSON.stringify(signed))
  const output = await text(child.stdout)
  const [code] = (await ended) as [number | null]
  if (code !== 0) throw new Error(`the senders ended with ${code}`)
  return JSON.parse(output) as Sent
}
