import { createServer, type Server, type Socket } from 'node:net'

/** The way to the server, and to nothing else, for a process without a network. */
export async function startRelay(
  reach: () => Socket,
  path: string,
): Promise<{ path: string; close: () => void }> {
  const open = new Set<Socket>()
  const server: Server = createServer((near) => {
    const far = reach()
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.end()
      })
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  return {
    path,
    close: () => {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}
