import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Logger as Pino } from 'pino'
import { UserError } from '../model/index.ts'
import { hasNoCredentials, readSetupSettings } from './env.ts'
import { makeLog } from './log.ts'
import { startServer } from './server.ts'
import { startSetup } from './setup.ts'

const ENV_FILE = resolve('.env')

try {
  await main()
} catch (error) {
  if (!(error instanceof UserError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}

async function main(): Promise<void> {
  if (existsSync(ENV_FILE)) process.loadEnvFile(ENV_FILE)
  if (hasNoCredentials(process.env)) await setUp()
  const server = await startServer()
  let stopping = false
  const stop = async (log: Pino): Promise<void> => {
    // A second signal means now.
    if (stopping) process.exit(1)
    stopping = true
    log.info('stopping')
    await server.close()
  }
  const log = makeLog('info')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(log))
}

async function setUp(): Promise<void> {
  const log = makeLog(readSetupSettings(process.env).logLevel)
  const setup = await startSetup({ env: process.env, envFile: ENV_FILE, log })
  process.stderr.write(
    `The app is not set up yet. Open this address in a browser:\n\n  ${setup.url}\n\n` +
      'Or set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET yourself: docs/operating.md says how.\n',
  )
  const stop = (): void => process.exit(0)
  process.once('SIGINT', stop).once('SIGTERM', stop)
  await setup.done
  await setup.close()
  process.off('SIGINT', stop).off('SIGTERM', stop)
  process.loadEnvFile(ENV_FILE)
}
