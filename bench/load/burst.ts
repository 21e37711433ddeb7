import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import type { Delivery, Pull, StandIn } from '../../test/stand-in/index.ts'

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

const IN_FLIGHT = 50

/** Sends them all as fast as they are taken; answers how long each acknowledgement took, in milliseconds. */
export async function burst(
  standIn: StandIn,
  events: readonly Delivery[],
  urls: readonly string[],
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT })
  const sent = events.map((delivery, index) => {
    const body = JSON.stringify(delivery.payload)
    const signature = createHmac('sha256', standIn.app.webhookSecret).update(body).digest('hex')
    return { delivery, body, signature, url: `${urls[index % urls.length]}/api/github/webhooks` }
  })
  const times: number[] = []
  const left = sent.values()
  const sender = async (): Promise<void> => {
    for (const { delivery, body, signature, url } of left) {
      const started = performance.now()
      const status = await new Promise<number>((resolve, reject) => {
        const headers = {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'x-github-event': delivery.event,
          'x-github-delivery': delivery.guid,
          'x-hub-signature-256': `sha256=${signature}`,
        }
        request(url, { method: 'POST', agent, headers }, (response) => {
          response.resume().once('end', () => resolve(response.statusCode ?? 0))
        })
          .once('error', reject)
          .end(body)
      })
      if (status !== 202) throw new Error(`a delivery was answered with ${status}`)
      times.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, sender))
  agent.destroy()
  return times
}
