import { spawn } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Delivery, Pull, StandIn } from '../../test/stand-in/index.ts'
import type { Sent, Signed } from './send.ts'

const SENDER = join(import.meta.dirname, 'sender.ts')

/** Events of each pull request of the noisy installation. */
const NOISE = 10
export const NOISY = 'noisy'

/** Pull requests with two pushes each, of which nobody was told yet. */
export async function preparePulls(
  standIn: StandIn,
  { events, installations, noisy }: { events: number; installations: number; noisy: number },
): Promise<Pull[]> {
  standIn.webhooks.mode = 'drop'
  const pulls: Pull[] = []
  const prepare = async (owner: string, count: number): Promise<void> => {
    const repository = await standIn.createRepository({ name: 'shop', owner })
    for (let number = 0; number < count; number += 1) {
      await standIn.push(repository, `work-${number}`, { files: { 'a.txt': 'one\n' } })
      const pull = await standIn.openPull(repository, { head: `work-${number}` })
      await standIn.push(repository, `work-${number}`, { files: { 'a.txt': 'two\n' } })
      pulls.push(pull)
    }
  }
  if (noisy > 0) await prepare(NOISY, Math.ceil(noisy / NOISE))
  const each = Math.max(1, Math.round(events / installations / 2))
  for (let index = 0; index < installations; index += 1) await prepare(`tenant-${index}`, each)
  return pulls
}

/** The events that GitHub has for those pull requests, newest pushes last; the noisy installation's come before all others. */
export function eventsOf(standIn: StandIn, pulls: readonly Pull[]): Delivery[] {
  const wanted = standIn.state.deliveries.filter(
    ({ event, action }) => event === 'pull_request' && (action === 'opened' || action === 'synchronize'),
  )
  const sorted = wanted.toSorted((a, b) => Number(a.action === 'synchronize') - Number(b.action === 'synchronize'))
  const [first] = pulls
  if (first?.repository.owner.login !== NOISY) return sorted
  const isNoise = ({ payload }: Delivery): boolean =>
    (payload as { repository: { id: number } }).repository.id === first.repository.id
  const noise = sorted.filter(isNoise)
  const pushes = noise.filter(({ action }) => action === 'synchronize')
  const again = Array.from({ length: NOISE - 2 }, () => pushes.map((one) => ({ ...one, guid: randomUUID() })))
  return [...noise, ...again.flat(), ...sorted.filter((one) => !isNoise(one))]
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
