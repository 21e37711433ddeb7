import type { Server } from 'node:http'
import { UserError } from '../model/index.ts'

/** @throws UserError where the port is taken or not allowed. */
export function listenOn(server: Server, { port, host }: { port: number; host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const known = ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes(error.code ?? '')
      const message = `Cannot listen on ${host}:${port} (${error.code ?? ''}). Set PORT or HOST.`
      reject(known ? new UserError(message, { cause: error }) : error)
    })
    server.listen(port, host, () => resolve())
  })
}
