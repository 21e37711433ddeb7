import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Delivery, Pull, StandIn } from '../../test/stand-in/index.ts'
import type { Sent, Signed } from './send.ts'

const SENDER = join(import.meta.dirname, 'sender.ts')

/** Pull requests with two pushes each, of which nobody was told yet. */
export async function preparePulls(
  standIn: StandIn,
  { events, installations }: { events: number; installations: number },
): Promise<Pull[]> {
  standIn.webhooks.mode = 'drop'
  const pulls: Pull[] = []
  const each = Math.max(1, Math.round(events / installations / 2))
  for (let index = 0; index < installations; index += 1) {
    const repository = await standIn.createRepository({ name: 'shop', owner: `tenant-${index}` })
    for (let number = 0; number < each; number += 1) {
      await standIn.push(repository, `work-${number}`, { files: { 'a.txt': 'one\n' } })
      const pull = await standIn.openPull(repository, { head: `work-${number}` })
      await standIn.push(repository, `work-${number}`, { files: { 'a.txt': 'two\n' } })
      pulls.push(pull)
    }
  }
  return pulls
}

/** The events that GitHub has for those pull requests, newest pushes last. */
export function eventsOf(standIn: StandIn): Delivery[] {
  const wanted = standIn.state.deliveries.filter(
    ({ event, action }) => event === 'pull_request' && (action === 'opened' || action === 'synchronize'),
  )
  return wanted.toSorted((a, b) => Number(a.action === 'synchronize') - Number(b.action === 'synchronize'))
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
