import { Agent, request } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** A delivery as it goes over the wire. */
export interface Signed {
  event: string
  guid: string
  body: string
  signature: string
  url: string
}

export interface Sent {
  /** How long each acknowledgement took, in milliseconds. */
  times: number[]
  /** p99 of the senders' own event loop delay, in milliseconds: what the machine's load alone adds to a time. */
  ownDelay: number
}

const IN_FLIGHT = 50

export async function send(signed: readonly Signed[]): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT })
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const times: number[] = []
  const left = signed.values()
  const sender = async (): Promise<void> => {
    for (const one of left) {
      const started = performance.now()
      const status = await post(one, agent)
      if (status !== 202) throw new Error(`a delivery was answered with ${status}`)
      times.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, sender))
  delay.disable()
  agent.destroy()
  return { times, ownDelay: delay.percentile(99) / 1e6 }
}

function post({ event, guid, body, signature, url }: Signed, agent: Agent): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-github-event': event,
    'x-github-delivery': guid,
    'x-hub-signature-256': `sha256=${signature}`,
  }
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0))
    })
      .once('error', reject)
      .end(body)
  })
}
